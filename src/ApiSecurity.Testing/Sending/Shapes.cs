using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiSecurity.Testing;

/// <summary>JSON without its values, and JSON without what differs from one answer to the next by itself.</summary>
internal static class Shapes
{
    private const int MaxLength = 200;
    private const int Short = 6;

    private static readonly HashSet<string> Passing = new(StringComparer.OrdinalIgnoreCase) { "traceId", "trace_id", "requestId", "correlationId", "timestamp", "instance" };

    private static readonly HashSet<string> PassingHeaders = new(StringComparer.OrdinalIgnoreCase)
        { "Date", "Content-Length", "Transfer-Encoding", "traceparent", "tracestate", "Request-Id", "X-Request-Id", "X-Correlation-Id", "Age", "Expires", "Content-Security-Policy" };

    public static string Of(JsonNode json)
    {
        var text = Shape(json, 0);
        return text.Length > MaxLength ? text[..MaxLength] + "…" : text;
    }

    /// <summary>Whole answers, to be held against each other: the ids that were sent, and whatever is new in each answer, taken out.</summary>
    public static string Comparable(Answer answer, IEnumerable<string> sent)
    {
        var body = answer.Json is { } json ? Without(json)?.ToJsonString() ?? "null" : answer.Text;
        var headers = string.Join('\n', answer.Headers.Where(header => !PassingHeaders.Contains(header.Name))
            .Select(header => string.Equals(header.Name, "ETag", StringComparison.OrdinalIgnoreCase) || string.Equals(header.Name, "Last-Modified", StringComparison.OrdinalIgnoreCase) ? header.Name : $"{header.Name}: {header.Value}")
            .Order(StringComparer.OrdinalIgnoreCase));
        return Anonymous($"{answer.Status.ToString(CultureInfo.InvariantCulture)}\n{headers}\n{body}", sent);
    }

    /// <summary>What tells two answers apart, in words; <see langword="null"/> for nothing.</summary>
    public static string? Difference(Answer left, IEnumerable<string> leftIds, Answer right, IEnumerable<string> rightIds)
    {
        if (Comparable(left, leftIds) == Comparable(right, rightIds))
        {
            return null;
        }

        if (left.Status != right.Status)
        {
            return string.Create(CultureInfo.InvariantCulture, $"status {left.Status} and {right.Status}");
        }

        string[] names = [.. Names(left).Except(Names(right)).Concat(Names(right).Except(Names(left)))];
        return names.Length > 0 ? $"the header {string.Join(", ", names)}"
            : left.Json is JsonObject one && right.Json is JsonObject other && Text(one["code"]) != Text(other["code"]) ? $"code {Text(one["code"])} and {Text(other["code"])}"
            : "the body or a header's value";
    }

    public static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString() ?? "null";

    private static HashSet<string> Names(Answer answer) => answer.Headers.Select(header => header.Name).Where(name => !PassingHeaders.Contains(name)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string Anonymous(string text, IEnumerable<string> sent) =>
        sent.OrderByDescending(id => id.Length).Aggregate(text, (current, id) => id.Length < Short ? Alone(current, id) : current.Replace(id, "{id}", StringComparison.OrdinalIgnoreCase));

    /// <summary>What is as short as a word is taken out only where it stands alone, as it was sent.</summary>
    private static string Alone(string text, string id)
    {
        for (var at = text.IndexOf(id, StringComparison.Ordinal); at >= 0; at = at < text.Length ? text.IndexOf(id, at, StringComparison.Ordinal) : -1)
        {
            var isAlone = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + id.Length == text.Length || !char.IsLetterOrDigit(text[at + id.Length]));
            text = isAlone ? $"{text[..at]}{{id}}{text[(at + id.Length)..]}" : text;
            at += isAlone ? "{id}".Length : id.Length;
        }

        return text;
    }

    private static JsonNode? Without(JsonNode json)
    {
        switch (json)
        {
            case JsonObject members:
                var kept = new JsonObject();
                foreach (var (name, value) in members)
                {
                    if (!Passing.Contains(name))
                    {
                        kept[name] = value is null ? null : Without(value);
                    }
                }

                return kept;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => item is null ? null : Without(item))]);
            default:
                return json.DeepClone();
        }
    }

    private static string Shape(JsonNode? json, int depth) => json switch
    {
        null => "null",
        JsonObject members => depth > 2 ? "{…}" : $"{{{string.Join(", ", members.Select(member => member.Value is JsonObject or JsonArray ? $"{member.Key}: {Shape(member.Value, depth + 1)}" : member.Key))}}}",
        JsonArray items => items.Count == 0 ? "[]" : string.Create(CultureInfo.InvariantCulture, $"[{items.Count} × {Shape(items[0], depth + 1)}]"),
        _ => json.GetValueKind() switch { JsonValueKind.String => "a text", JsonValueKind.Number => "a number", _ => "true or false" },
    };
}
