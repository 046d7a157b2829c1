namespace ApiSecurity.Pipeline;

/// <summary>What the claim for the tenant is called: authorization's to say, and what authentication must know where it tells the tenant itself.</summary>
internal sealed class TenantClaim(Func<string> type)
{
    public string Type => type();
}
