namespace ApiSecurity.Authorization;

internal sealed class PermissionRequirement(string permission) : ILastingRequirement
{
    public string Permission { get; } = permission;

    public override string ToString() => $"The caller must have the permission {Permission}.";
}
