using System.Text.Json.Serialization;

namespace ApiSecurity.Validation;

/// <summary>One broken rule, as the client is told it. Never holds a value that the client sent.</summary>
/// <param name="Pointer">Where: a JSON pointer (RFC 6901), <c>/lines/0/quantity</c>.</param>
/// <param name="Code">Which rule: a keyword of JSON Schema (<c>minimum</c>), or one of <see cref="ViolationCodes"/>.</param>
/// <param name="Detail">What to do about it, for people.</param>
/// <param name="Member">The member as ASP.NET Core names it in <c>errors</c>: <c>Lines[0].Quantity</c>.</param>
/// <param name="Place">The pointer for the operator: keys that the client chose are left out.</param>
internal sealed record Violation(
    [property: JsonPropertyName("pointer")] string Pointer,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonIgnore] string Member,
    [property: JsonIgnore] string Place);
