namespace ApiSecurity.Authorization;

/// <summary>The types that an object may be of, and the member that names it (<c>[JsonPolymorphic]</c>).</summary>
/// <param name="TypeMember">The member.</param>
/// <param name="Anywhere">Whether it may stand elsewhere than first.</param>
/// <param name="Types">The types by what names them, a text or a number.</param>
/// <param name="All">The base type and all others, for what does not tell.</param>
internal sealed record BodyUnion(string TypeMember, bool Anywhere, IReadOnlyDictionary<object, BodyNode> Types, BodyNode[] All);
