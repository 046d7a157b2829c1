namespace ApiSecurity.Authentication;

/// <summary>What is wrong with a proof as it stands, before it is held against the request.</summary>
internal enum ProofFault
{
    None,
    Malformed,
    Algorithm,
    Key,
    Signature,
}
