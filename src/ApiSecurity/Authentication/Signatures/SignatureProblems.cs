using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>What is told of signatures elsewhere than in the answer to a credential.</summary>
internal static class SignatureProblems
{
    private const string Feature = "authentication";

    public static readonly Refusal MissingComponent = Of(SignatureRefusal.Component);

    private static readonly Refusal Unsigned = new(Feature, SecurityEventNames.AuthenticationFailed, ApiProblems.Unauthenticated) { Severity = SecurityEventSeverity.Low };

    /// <summary>For a known caller whose request has no signature, or none that was accepted.</summary>
    public static Refusal Without(HttpContext context) => context.Features.Get<RejectedCredential>() is { } rejected ? Of(rejected) : Unsigned;

    private static Refusal Of(RejectedCredential rejected) =>
        new(Feature, SecurityEventNames.AuthenticationFailed, rejected.Problem) { Reason = rejected.Reason, Severity = rejected.Severity };
}
