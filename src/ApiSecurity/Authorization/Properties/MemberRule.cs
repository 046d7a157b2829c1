namespace ApiSecurity.Authorization;

/// <summary>Who may do what with one member of a type.</summary>
/// <param name="Member">The member's name in C#.</param>
/// <param name="Read">What reading asks for; <see langword="null"/> for nothing.</param>
/// <param name="Write">What writing asks for; <see langword="null"/> for nothing.</param>
/// <param name="IsSensitive">Whether it is marked as sensitive.</param>
internal sealed record MemberRule(string Member, PropertyAccess? Read, PropertyAccess? Write, bool IsSensitive);
