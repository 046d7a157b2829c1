using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

internal sealed class ScopeRequirement(string scope) : IAuthorizationRequirement
{
    public string Scope { get; } = scope;

    public override string ToString() => $"The client must have the scope {Scope}.";
}
