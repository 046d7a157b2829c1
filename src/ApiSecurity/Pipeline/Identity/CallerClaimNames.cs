namespace ApiSecurity.Pipeline;

/// <summary>What the claims about callers are called: authorization's to say, and what authentication must know where it makes such claims itself.</summary>
internal sealed class CallerClaimNames(Func<string> tenant, Func<string> permission)
{
    public string Tenant => tenant();

    public string Permission => permission();
}
