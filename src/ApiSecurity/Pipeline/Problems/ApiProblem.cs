namespace ApiSecurity.Pipeline;

/// <summary>One kind of refusal as a client sees it, in the form of RFC 9457.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code, snake_case: the problem's <c>code</c> member, and the event's reason.</param>
/// <param name="Title">A short text for people; the same for every occurrence (RFC 9457 section 3.1.3).</param>
/// <param name="Type">The problem type's URI, or <see langword="null"/> for the one that ASP.NET Core gives to the status.</param>
internal sealed record ApiProblem(int Status, string Code, string Title, string? Type = null);
