using System.Text;
using System.Text.Json.Nodes;
using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>Input that nobody means: what do the errors tell?</summary>
internal static class ErrorProbe
{
    private const int MaxMembers = 12;

    private static readonly string[] Values = ["'", "\"", "-1", "99999999999999999999", "1e999", "\u0000", "xx-KIT", "../../etc/passwd", "{{7*7}}", "%", "' OR '1'='1", "\ud83d\ude00"];

    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        if (context.Owners().Select(one => ((SecurityTestCallerData Owner, Dictionary<IdSlot, object[]> Ids)?)one).FirstOrDefault() is not { } rightful)
        {
            context.Note("the seed has nobody who could call it");
            return;
        }

        var request = context.As(context.Plan.Make(rightful.Ids), context.Callers.Granted(rightful.Owner.Caller));
        IEnumerable<Attempt> attempts = [.. Bodies(context, request, rightful.Ids), .. Queries(context, request), .. Paths(context, request, rightful.Ids)];
        foreach (var attempt in attempts)
        {
            var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (answer.Status >= 400 && Leaks.Find(answer.Text) is { } told)
            {
                context.Find(SecurityTestRule.ErrorTelling, $"The error tells {told}.", attempt, answer, told);
            }

            if (answer.Thrown is not null)
            {
                context.Find(SecurityTestRule.ErrorUnhandled, $"{answer.Thrown.GetType().Name} goes through everything, and the server has to end the connection.", attempt, answer);
            }
            else if (answer.Status is >= 500 and not 501 and not 503)
            {
                context.Find(SecurityTestRule.ErrorUnhandled, $"The server fails with {answer.Status}.", attempt, answer);
            }
        }
    }

    private static IEnumerable<Attempt> Bodies(ProbeContext context, Attempt request, IReadOnlyDictionary<IdSlot, object[]> ids)
    {
        if (context.Plan.Body is not { } body)
        {
            yield break;
        }

        foreach (var (what, text) in (IEnumerable<(string, string)>)[("half a body", "{"), ("JSON that ends early", "{\"a\":"), ("no JSON", "kit"), ("null", "null"), ("a list", "[]"), ("a number", "1e999"), ("an empty body", "")])
        {
            yield return request with { Body = Encoding.UTF8.GetBytes(text), ContentType = "application/json", With = what };
        }

        yield return request with { Body = [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d], ContentType = "application/json", With = "bytes that are no UTF-8" };
        yield return request with { ContentType = "application/json; charset=kit", With = "a charset that nobody knows" };
        yield return request with { ContentType = "kit", With = "a content type that is none" };
        if (body is not JsonObject members)
        {
            yield break;
        }

        foreach (var name in members.Select(member => member.Key).Take(MaxMembers))
        {
            foreach (var value in (JsonNode?[])[new JsonObject { ["kit"] = 1 }, new JsonArray(1), JsonValue.Create("kit"), JsonNode.Parse("1e999"), JsonNode.Parse("99999999999999999999"), JsonValue.Create(true), null, JsonValue.Create(new string('k', 5000)), JsonValue.Create("' OR '1'='1")])
            {
                var changed = (JsonObject)context.Plan.BodyOf(ids)!;
                changed[name] = value?.DeepClone();
                yield return EndpointPlan.With(request, changed) with { With = $"another value for \"{name}\"" };
            }
        }
    }

    private static IEnumerable<Attempt> Queries(ProbeContext context, Attempt request)
    {
        foreach (var parameter in context.Endpoint.Parameters.Where(one => one.Place == PostureParameterPlace.Query))
        {
            var rest = request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.StartsWith(Uri.EscapeDataString(parameter.Name) + "=", StringComparison.OrdinalIgnoreCase)).ToArray();
            foreach (var value in Values.Append(string.Empty).Append(new string('k', 3000)))
            {
                yield return request with { Query = "?" + string.Join('&', rest.Append($"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(value)}")), With = $"another value for ?{parameter.Name}" };
            }

            yield return request with { Query = "?" + string.Join('&', rest), With = $"without ?{parameter.Name}" };
        }
    }

    private static IEnumerable<Attempt> Paths(ProbeContext context, Attempt request, IReadOnlyDictionary<IdSlot, object[]> ids)
    {
        foreach (var parameter in context.Endpoint.Parameters.Where(one => one.Place == PostureParameterPlace.Route))
        {
            // A server refuses a zero byte in the path before the application sees it.
            foreach (var value in Values.Where(value => value != "\u0000").Append(new string('k', 3000)))
            {
                var slot = new IdSlot(PostureParameterPlace.Route, parameter.Name, IdKind.Subject, null);
                var others = ids.Where(pair => pair.Key.Place != PostureParameterPlace.Route || !string.Equals(pair.Key.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)).ToDictionary();
                others[slot] = [value];
                var made = context.Plan.Make(others);
                yield return request with { Path = made.Path, With = $"another value for {{{parameter.Name}}}" };
            }
        }
    }
}
