namespace ApiSecurity.Authorization;

internal sealed class RoleRequirement(IReadOnlyList<string> roles) : ILastingRequirement
{
    public IReadOnlyList<string> Roles { get; } = roles;

    public bool IsMetBy(Caller caller)
    {
        for (var index = 0; index < Roles.Count; index++)
        {
            if (caller.IsInRole(Roles[index]))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"The caller must have the role {string.Join(" or ", Roles)}.";
}
