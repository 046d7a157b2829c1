namespace ApiSecurity.Authorization;

/// <summary>What was said in code of one member, for the type and all that derive from it or implement it.</summary>
internal sealed record PropertyRuleRegistration(
    Type Owner, string Member, IReadOnlyList<PermissionChoice> Read, IReadOnlyList<Func<object, Caller, bool>> Conditions, IReadOnlyList<PermissionChoice> Write, bool IsSensitive);
