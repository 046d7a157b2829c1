using System.Globalization;
using System.Text;
using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>The report for people.</summary>
internal static class MarkdownReport
{
    public static string Sum(SecurityTestReport report)
    {
        var counted = report.Findings.Where(finding => finding.WaiverReason is null).ToArray();
        string[] severities = [.. Enum.GetValues<PostureSeverity>().Reverse().Select(severity => (severity, Count: counted.Count(finding => finding.Severity == severity))).Where(one => one.Count > 0)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Count} {one.severity}"))];
        var waived = report.Findings.Count - counted.Length;
        return string.Create(CultureInfo.InvariantCulture,
            $"{report.Results.Select(result => result.Case.Endpoint.Name).Distinct().Count()} endpoints, {report.Results.Count} cases, {report.Results.Sum(result => result.Attacks)} requests: {(severities.Length == 0 ? "nothing found" : string.Join(", ", severities))}{(waived == 0 ? string.Empty : $", {waived} waived")}.");
    }

    public static string Of(SecurityTestReport report)
    {
        var text = new StringBuilder("# Security tests\n\n").Append(Sum(report)).Append('\n');
        foreach (var finding in report.Findings.OrderByDescending(finding => finding.WaiverReason is null).ThenByDescending(finding => finding.Severity))
        {
            text.Append('\n').Append(CultureInfo.InvariantCulture, $"## {finding.Severity}: `{finding.Id}` at `{finding.Endpoint}`\n\n");
            text.Append(Escape(finding.Message)).Append(finding.WaiverReason is { } reason ? $" **Waived**: {Escape(reason)}" : string.Empty).Append("\n\n");
            text.Append(CultureInfo.InvariantCulture, $"- {finding.Category}: {Escape(finding.Rule.Title)}\n- sent: `{Code(finding.Sent)}`\n- received: `{Code(finding.Received)}`\n- remedy: {Escape(finding.Remedy)}\n");
        }

        text.Append("\n## Cases\n\n| endpoint | attacks | requests | found | notes |\n| --- | --- | --- | --- | --- |\n");
        foreach (var result in report.Results)
        {
            var found = string.Join(", ", result.Findings.Select(finding => finding.Id).Distinct());
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(result.Case.Endpoint.Name)} | {result.Case.Probe} | {result.Attacks} | {(found.Length == 0 ? "–" : found)} | {(result.Notes.Count == 0 ? "–" : Cell(string.Join("; ", result.Notes)))} |\n");
        }

        return text.ToString();
    }

    private static string Cell(string text) => Escape(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Escape(string text) => text.ReplaceLineEndings(" ").Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Code(string text) => text.ReplaceLineEndings(" ").Replace('`', '\'');
}
