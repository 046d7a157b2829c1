namespace ApiSecurity.EntityFrameworkCore;

/// <summary>A policy that has a say in objects of an entity type.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="IsOfDerived">Whether it is that of a derived type, and so has no say in all of them.</param>
internal sealed record EntityRule(PolicyAccess Policy, bool IsOfDerived);
