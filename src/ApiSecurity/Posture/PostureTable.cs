using System.Globalization;

namespace ApiSecurity.Posture;

/// <summary>The endpoints as a table for people, in Markdown.</summary>
internal static class PostureTable
{
    private static readonly string[] Columns = ["endpoint", "who", "objects", "body", "limits", "opted out"];

    public static string Of(PostureReport report)
    {
        string[][] rows = [Columns, [.. Columns.Select(_ => "---")], .. report.Endpoints.Select(Row)];
        return string.Join(Environment.NewLine, rows.Select(row => $"| {string.Join(" | ", row.Select(Escape))} |"));
    }

    private static string[] Row(PostureEndpoint endpoint) =>
    [
        endpoint.Name,
        endpoint.Access.ToString(),
        string.Join(", ", endpoint.Objects) is { Length: > 0 } objects ? objects : endpoint.AsksObjectPolicies ? "asks by itself" : "–",
        endpoint.Body switch { null => "–", { Type: { } type } body => $"{TypeName(type)}, {(body.IsValidated ? "validated" : "not validated")}", _ => "not validated" },
        string.Join("; ", endpoint.RateLimits.Append(endpoint.MaxBodyBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes") : "any size")),
        string.Join("; ", endpoint.OptOuts.Select(one => $"{one.Name}: {one.Reason}")) is { Length: > 0 } outs ? outs : "–",
    ];

    public static string TypeName(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
        : type.IsArray ? $"{TypeName(type.GetElementType()!)}[]" : type.Name;

    private static string Escape(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
