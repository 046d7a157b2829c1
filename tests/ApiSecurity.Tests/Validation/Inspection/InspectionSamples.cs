using System.Text.Json;
using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation.Inspection;

/// <summary>The attack and benign sets of the shared data, a third of which no rule was tuned on.</summary>
internal static class InspectionSamples
{
    public static bool AreHere => File.Exists(PathOf("attacks"));

    public static IEnumerable<Sample> Read(string set)
    {
        foreach (var line in File.ReadLines(PathOf(set)))
        {
            using var sample = JsonDocument.Parse(line);
            var text = sample.RootElement.GetProperty("text").GetString()!;
            yield return new Sample(sample.RootElement.GetProperty("cls").GetString()!, text, IsHeldOut(text));
        }
    }

    public static bool IsFound(string text, int level)
    {
        var findings = new InspectionFindings(level);
        Inspector.Inspect(text, ref findings);
        return findings.Score >= 5;
    }

    private static string PathOf(string set) => Repository.PathOf("..", "shared", "data", "inspection", $"{set}.jsonl");

    /// <summary>By a hash of the text (FNV-1a), so that the split is the same wherever it is made.</summary>
    private static bool IsHeldOut(string text)
    {
        var hash = text.Aggregate(2166136261U, (current, c) => unchecked((current ^ c) * 16777619));
        return (hash ^ (hash >> 15)) % 3 == 0;
    }

    internal sealed record Sample(string Class, string Text, bool IsHeldOut);
}
