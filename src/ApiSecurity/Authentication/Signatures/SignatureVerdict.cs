using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>What became of a request's signatures: accepted with a key, refused for a reason, or there were none for this API.</summary>
internal readonly record struct SignatureVerdict(HttpSignatureKey? Key, SignatureInput? Input, RejectedCredential? Refusal)
{
    public static readonly SignatureVerdict None;

    public static implicit operator SignatureVerdict(RejectedCredential refusal) => new(null, null, refusal);
}
