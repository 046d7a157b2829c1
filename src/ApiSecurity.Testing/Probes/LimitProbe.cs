using System.Text;
using System.Text.Json.Nodes;
using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>More than anybody needs: bytes, depth, parameters, items. And bodies that say they are something else.</summary>
internal static class LimitProbe
{
    private const int LargestTried = 8 * 1024 * 1024;
    private const int UsualLargest = 4 * 1024 * 1024;
    private const int Depth = 200;
    private const int Parameters = 1500;
    private const int Items = 500;

    private static readonly string[] Pages = ["take", "limit", "pagesize", "size", "top", "count", "perpage", "max", "first"];

    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        if (await Rightful.FindAsync(context, cancellationToken).ConfigureAwait(false) is not { } right || right.Request.Method == "DELETE")
        {
            return;
        }

        var many = string.Join('&', Enumerable.Range(0, Parameters).Select(index => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"k{index}=1")));
        await TryAsync(context, SecurityTestRule.LimitQuery, right.Request with { Query = right.Request.Query.Length == 0 ? "?" + many : $"{right.Request.Query}&{many}" }, $"A query of {Parameters} parameters is taken.", null, cancellationToken).ConfigureAwait(false);
        await PagesAsync(context, right, cancellationToken).ConfigureAwait(false);
        if (context.Plan.Body is JsonObject)
        {
            await BodiesAsync(context, right, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task BodiesAsync(ProbeContext context, Rightful right, CancellationToken cancellationToken)
    {
        var size = context.Endpoint.MaxBodyBytes is { } most ? most + 1 : UsualLargest;
        if (size <= LargestTried)
        {
            var body = new byte[size];
            Array.Fill(body, (byte)' ');
            right.Request.Body!.CopyTo(body, 0);
            await TryAsync(context, SecurityTestRule.LimitBody, right.Request with { Body = body }, $"A body of {size} bytes is taken.", $"padded to {size} bytes", cancellationToken).ConfigureAwait(false);
        }

        var text = Encoding.UTF8.GetString(right.Request.Body!);
        var deep = $"{text[..^1]}{(text.Length > 2 ? "," : string.Empty)}\"kit\":{new string('[', Depth)}{new string(']', Depth)}}}";
        await TryAsync(context, SecurityTestRule.LimitDepth, right.Request with { Body = Encoding.UTF8.GetBytes(deep) }, $"JSON of depth {Depth} is taken.", $"with a member of depth {Depth}", cancellationToken).ConfigureAwait(false);

        if (JsonNode.Parse(text) is JsonObject { Count: > 0 } members)
        {
            var (name, value) = members.First();
            var twice = $"{text[..^1]},{System.Text.Json.JsonSerializer.Serialize(name)}:{value?.ToJsonString() ?? "null"}}}";
            await TryAsync(context, SecurityTestRule.JsonDuplicate, right.Request with { Body = Encoding.UTF8.GetBytes(twice) }, $"A body that has {name} twice is taken.", $"with \"{name}\" twice", cancellationToken).ConfigureAwait(false);
        }

        foreach (var type in (string?[])["text/plain", "application/x-www-form-urlencoded", null])
        {
            await TryAsync(context, SecurityTestRule.ContentType, right.Request with { ContentType = type }, $"JSON is read from a body that says it is {type ?? "nothing"}.", type is null ? "without a content type" : $"as {type}", cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task PagesAsync(ProbeContext context, Rightful right, CancellationToken cancellationToken)
    {
        foreach (var parameter in context.Endpoint.Parameters.Where(one => one.Place == PostureParameterPlace.Query && Pages.Contains(one.Name.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant())))
        {
            var rest = right.Request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.StartsWith(parameter.Name + "=", StringComparison.OrdinalIgnoreCase));
            var attempt = right.Request with { Query = "?" + string.Join('&', rest.Append($"{parameter.Name}=1000000")), With = "a page of a million" };
            var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccess && Largest(answer) > Items)
            {
                context.Find(SecurityTestRule.LimitPage, $"?{parameter.Name} has more than {Items} items come back.", attempt, answer);
            }
        }
    }

    /// <summary>An answer that is longer than what is read of it is no JSON that can be counted.</summary>
    private static int Largest(Answer answer) => answer.Json switch
    {
        JsonArray items => items.Count,
        JsonObject members => members.Select(member => member.Value).OfType<JsonArray>().Select(items => items.Count).DefaultIfEmpty(0).Max(),
        _ => answer.Text.Length >= 1024 * 1024 ? int.MaxValue : 0,
    };

    private static async Task TryAsync(ProbeContext context, SecurityTestRule rule, Attempt attempt, string message, string? with, CancellationToken cancellationToken)
    {
        attempt = attempt with { With = with };
        var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccess)
        {
            context.Find(rule, message, attempt, answer);
        }
    }
}
