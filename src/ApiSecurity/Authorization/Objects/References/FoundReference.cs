namespace ApiSecurity.Authorization;

/// <summary>A reference to an object that stands in a request.</summary>
/// <param name="Kind">What it says of itself.</param>
/// <param name="Id">The id, as it was bound; never null.</param>
/// <param name="Pointer">Where it stands: a JSON pointer (RFC 6901) into the body, or the name of a parameter.</param>
internal sealed record FoundReference(ObjectReferenceAttribute Kind, object Id, string Pointer);
