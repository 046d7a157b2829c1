namespace ApiSecurity.Authorization;

internal sealed class ScopeRequirement(string scope) : ILastingRequirement
{
    public string Scope { get; } = scope;

    public override string ToString() => $"The client must have the scope {Scope}.";
}
