namespace ApiSecurity.Authentication;

/// <summary>Feature of a request to an endpoint that takes no bearer tokens: whoever writes the challenge names <c>DPoP</c>.</summary>
internal sealed class ProofWanted
{
    public static readonly ProofWanted Instance = new();

    private ProofWanted()
    {
    }
}
