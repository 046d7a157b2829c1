using System.Diagnostics;
using System.Text.Json.Serialization;

namespace ApiSecurity.Errors;

/// <summary>An exception as the developer at this machine is told it.</summary>
internal sealed class DeveloperDetails
{
    private const int MaximumExceptions = 16;

    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }

    [JsonPropertyName("stack")]
    public required IReadOnlyList<string> Stack { get; init; }

    /// <summary>The exception and those inside it, the outermost first.</summary>
    public static IReadOnlyList<DeveloperDetails> Describe(Exception exception)
    {
        var details = new List<DeveloperDetails>();
        var waiting = new Stack<Exception>([exception]);
        while (details.Count < MaximumExceptions && waiting.TryPop(out var current))
        {
            details.Add(new()
            {
                Type = FailureText.TypeName(current),
                Message = current.Message,
                Stack = [.. new StackTrace(current, fNeedFileInfo: true).ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            });
            IEnumerable<Exception> inner = current is AggregateException aggregate ? aggregate.InnerExceptions.Reverse()
                : current.InnerException is { } one ? [one]
                : [];
            foreach (var next in inner)
            {
                waiting.Push(next);
            }
        }

        return details;
    }
}
