using System.Text.Json.Serialization;

namespace ApiSecurity.Errors;

/// <summary>One thing that could not be bound, as the client is told it; in the shape of the violations of request validation.</summary>
internal sealed class BindingViolation
{
    /// <summary>Where in the body: a JSON pointer (RFC 6901); empty for the body as a whole.</summary>
    [JsonPropertyName("pointer")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pointer { get; init; }

    /// <summary>Where outside the body: <c>path</c>, <c>query</c>, <c>header</c> or <c>form</c>.</summary>
    [JsonPropertyName("in")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? In { get; init; }

    /// <summary>The name of the parameter that <see cref="In"/> has.</summary>
    [JsonPropertyName("name")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [JsonPropertyName("code")]
    public required string Code { get; init; }

    [JsonPropertyName("detail")]
    public required string Detail { get; init; }

    /// <summary>The key in <c>errors</c>.</summary>
    [JsonIgnore]
    public string Member => Name ?? JsonPointers.ToMember(Pointer ?? string.Empty);

    public static BindingViolation InBody(string pointer, string code, string detail) => new() { Pointer = pointer, Code = code, Detail = detail };

    public static BindingViolation InParameter(string source, string name, string code, string detail) =>
        new() { In = source, Name = name, Code = code, Detail = detail };

    /// <summary>The members of the problem: <c>errors</c> in ASP.NET Core's shape, and <c>violations</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> ToExtensions(IReadOnlyList<BindingViolation> violations) =>
        violations.Count == 0
            ? []
            :
            [
                new("errors", violations.GroupBy(violation => violation.Member, StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => group.Select(violation => violation.Detail).ToArray(), StringComparer.Ordinal)),
                new("violations", violations),
            ];
}
