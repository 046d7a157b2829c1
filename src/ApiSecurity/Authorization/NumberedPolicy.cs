using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>A policy, and the number under which it is remembered who has met it.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Number">The number, or -1 if that can't be remembered.</param>
internal sealed record NumberedPolicy(AuthorizationPolicy Policy, int Number);
