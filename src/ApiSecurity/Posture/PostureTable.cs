using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace ApiSecurity.Posture;

/// <summary>Report and matrix as tables for people, in Markdown and in HTML.</summary>
internal static class PostureTable
{
    private static readonly string[] EndpointColumns = ["endpoint", "who", "objects", "body", "limits", "opted out"];
    private static readonly string[] FindingColumns = ["severity", "finding", "endpoint", "what", "remedy"];

    public static string Of(PostureReport report) => Markdown(EndpointColumns, report.Endpoints.Select(Row));

    public static string Of(PostureMatrix matrix) => Markdown(Columns(matrix), matrix.Rows.Select(Row));

    /// <summary>All of it: findings, endpoints and the matrix.</summary>
    public static string Markdown(PostureReport report, PostureMatrix matrix) => string.Join(
        Environment.NewLine + Environment.NewLine,
        "# Posture", "## Findings", Markdown(FindingColumns, report.Findings.Select(Row)), "## Endpoints", Of(report), "## Who may call what", Of(matrix)) + Environment.NewLine;

    /// <summary>A page that needs neither script nor style, so that no policy has to be made wider for it.</summary>
    public static string Html(PostureReport report, PostureMatrix matrix)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Posture</title></head><body><h1>Posture</h1>");
        Html(page, "Findings", FindingColumns, report.Findings.Select(Row));
        Html(page, "Endpoints", EndpointColumns, report.Endpoints.Select(Row));
        Html(page, "Who may call what", Columns(matrix), matrix.Rows.Select(Row));
        return page.Append("</body></html>").ToString();
    }

    public static string TypeName(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
        : type.IsArray ? $"{TypeName(type.GetElementType()!)}[]" : type.Name;

    private static string[] Columns(PostureMatrix matrix) => ["endpoint", .. matrix.Callers.Select(caller => caller.ToString())];

    private static string[] Row(PostureMatrixRow row) =>
    [
        row.Endpoint.Name,
        .. row.Answers.Select(answer => answer switch
        {
            PostureAnswer.Allowed => "yes",
            PostureAnswer.StepUp => "step-up",
            PostureAnswer.Unknown => "?",
            _ => "–",
        }),
    ];

    private static string[] Row(PostureFinding finding) =>
    [
        finding.IsWaived ? string.Create(CultureInfo.InvariantCulture, $"{finding.Severity}, waived until {finding.WaivedUntil:yyyy-MM-dd}: {finding.WaiverReason}") : finding.Severity.ToString(),
        finding.Id,
        finding.Endpoint?.Name ?? "–",
        finding.Message,
        finding.Remedy,
    ];

    private static string[] Row(PostureEndpoint endpoint) =>
    [
        endpoint.Name,
        endpoint.Access.ToString(),
        string.Join(", ", endpoint.Objects) is { Length: > 0 } objects ? objects : endpoint.AsksObjectPolicies ? "asks by itself" : "–",
        endpoint.Body switch { null => "–", { Type: { } type } body => $"{TypeName(type)}, {(body.IsValidated ? "validated" : "not validated")}", _ => "not validated" },
        string.Join("; ", endpoint.RateLimits.Append(endpoint.MaxBodyBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes") : "any size")),
        string.Join("; ", endpoint.OptOuts.Select(one => $"{one.Name}: {one.Reason}")) is { Length: > 0 } outs ? outs : "–",
    ];

    private static string Markdown(string[] columns, IEnumerable<string[]> rows) =>
        string.Join(Environment.NewLine, rows.Prepend([.. columns.Select(_ => "---")]).Prepend(columns).Select(row => $"| {string.Join(" | ", row.Select(Escape))} |"));

    private static void Html(StringBuilder page, string title, string[] columns, IEnumerable<string[]> rows)
    {
        page.Append("<h2>").Append(title).Append("</h2><table border=\"1\"><thead>");
        Html(page, "th", columns);
        page.Append("</thead><tbody>");
        foreach (var row in rows)
        {
            Html(page, "td", row);
        }

        page.Append("</tbody></table>");
    }

    private static void Html(StringBuilder page, string cell, string[] row)
    {
        page.Append("<tr>");
        foreach (var text in row)
        {
            page.Append('<').Append(cell).Append('>').Append(HtmlEncoder.Default.Encode(text)).Append("</").Append(cell).Append('>');
        }

        page.Append("</tr>");
    }

    private static string Escape(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
