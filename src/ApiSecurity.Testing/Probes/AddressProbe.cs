using System.Text.Json.Nodes;
using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>Addresses of the caller's choice: where does a redirect lead, and whom does the server ask? The kit's own address is caught before it leaves the process.</summary>
internal static class AddressProbe
{
    private static readonly string[] Names = ["url", "uri", "link", "href", "callback", "webhook", "redirect", "return", "next", "continue", "target", "destination", "image", "avatar", "feed", "source", "site", "goto"];

    public static bool IsFor(PostureEndpoint endpoint) => endpoint.Body is not null || endpoint.Parameters.Any(one => IsAddress(one.Name, one.Type));

    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        if (context.Owners().Select(one => ((SecurityTestCallerData Owner, Dictionary<IdSlot, object[]> Ids)?)one).FirstOrDefault() is not { } rightful)
        {
            context.Note("the seed has nobody who could call it");
            return;
        }

        var request = context.As(context.Plan.Make(rightful.Ids), context.Callers.Granted(rightful.Owner.Caller));
        foreach (var parameter in context.Endpoint.Parameters.Where(one => one.Place == PostureParameterPlace.Query && IsAddress(one.Name, one.Type)))
        {
            var rest = request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.StartsWith(parameter.Name + "=", StringComparison.OrdinalIgnoreCase)).ToArray();
            foreach (var (path, address) in Addresses(context))
            {
                await TryAsync(context, request with { Query = "?" + string.Join('&', rest.Append($"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(address)}")), With = $"an address in ?{parameter.Name}" }, path, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var name in (context.Plan.Body as JsonObject)?.Where(member => member.Value is JsonValue or null && IsAddress(member.Key, null)).Select(member => member.Key) ?? [])
        {
            foreach (var (path, address) in Addresses(context))
            {
                var body = (JsonObject)context.Plan.BodyOf(rightful.Ids)!;
                body[name] = address;
                await TryAsync(context, EndpointPlan.With(request, body) with { With = $"an address in \"{name}\"" }, path, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static IEnumerable<(string Path, string Address)> Addresses(ProbeContext context)
    {
        foreach (var start in (string[])["https://", "http://", "//", "/\\", "https://localhost@"])
        {
            var path = $"/kit-{context.Next()}";
            yield return (path, $"{start}{OutgoingRequests.Host}{path}");
        }
    }

    private static async Task TryAsync(ProbeContext context, Attempt attempt, string path, CancellationToken cancellationToken)
    {
        var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        if (context.Outgoing.Has(path))
        {
            context.Find(SecurityTestRule.RequestMade, "The server sends a request to an address that the caller names.", attempt, answer);
        }

        if (answer.Status is >= 300 and < 400 && answer.Header("Location") is { } location
            && Uri.TryCreate(new Uri("https://localhost/"), location.Replace('\\', '/'), out var led) && string.Equals(led.Host, OutgoingRequests.Host, StringComparison.OrdinalIgnoreCase))
        {
            context.Find(SecurityTestRule.RedirectOpen, "The redirect leads to an address that the caller names.", attempt, answer);
        }
    }

    private static bool IsAddress(string name, Type? type) => type == typeof(Uri) || Names.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
