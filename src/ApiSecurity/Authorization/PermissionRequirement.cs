using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

internal sealed class PermissionRequirement(string permission) : IAuthorizationRequirement
{
    public string Permission { get; } = permission;

    public override string ToString() => $"The caller must have the permission {Permission}.";
}
