namespace ApiSecurity.Pipeline;

/// <summary>What the claim for the tenant is called: authorization's to say, and what authentication must know where it tells the tenant itself.</summary>
internal sealed class TenantClaim
{
    private volatile string _type = "tenant";

    public string Type
    {
        get => _type;
        set => _type = value;
    }
}
