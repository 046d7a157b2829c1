using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>What is told of proofs elsewhere than in the answer to a credential.</summary>
internal static class ProofProblems
{
    private const string Feature = "authentication";

    public static readonly WeakCredential Required = new(PossessionRequirement.Instance, Of(ProofRefusal.Required));

    public static Refusal Of(ProofRefusal refusal) =>
        new(Feature, SecurityEventNames.AuthenticationFailed, refusal.Credential.Problem) { Reason = refusal.Credential.Reason, Severity = refusal.Credential.Severity };
}
