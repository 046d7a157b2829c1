using System.Text.Json.Serialization;

namespace ApiSecurity.Authorization;

/// <summary>One member that the caller may not touch, as the client is told it. Never holds a value that the client sent.</summary>
/// <param name="Pointer">Where in the body: a JSON pointer (RFC 6901).</param>
/// <param name="Code"><c>not_writable</c> or <c>not_readable</c>.</param>
/// <param name="Detail">What to do about it, for people.</param>
/// <param name="Place">The pointer for the operator: keys that the client chose are left out.</param>
internal sealed record PropertyViolation(
    [property: JsonPropertyName("pointer")] string Pointer,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonIgnore] string Place);
