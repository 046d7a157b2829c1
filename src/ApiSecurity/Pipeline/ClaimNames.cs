namespace ApiSecurity.Pipeline;

/// <summary>What the claims are called by which callers are told apart, for rooms that make identities.</summary>
internal abstract class ClaimNames
{
    public abstract string Tenant { get; }

    public abstract string Permission { get; }
}
