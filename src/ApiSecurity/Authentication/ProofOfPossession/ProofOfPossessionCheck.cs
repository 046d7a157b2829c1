using System.Security.Claims;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>
/// Whether the sender of a token is the one that it was issued to. Handlers of tokens ask this at each request, once the token itself is known to be good, be
/// it remembered or verified anew.
/// </summary>
internal sealed class ProofOfPossessionCheck
{
    public const string Scheme = "DPoP";

    private readonly Compiled<ProofSettings> _settings;
    private readonly ProofCheck _proofs;
    private readonly ProofNonces _nonces;
    private readonly Refusals _refusals;

    public ProofOfPossessionCheck(
        FeatureOptionsSource<ProofOfPossessionOptions> options, ProofCheck proofs, ProofNonces nonces, Refusals refusals, VerifiedCredentials verified)
    {
        _proofs = proofs;
        _nonces = nonces;
        _refusals = refusals;
        _settings = options.Compile(static current => new ProofSettings(current));
        // Bearer tokens that were remembered as good enough may not be any more.
        options.OnChange(_ => verified.RemoveAll(static _ => true));
    }

    public ProofSettings Settings => _settings.Value;

    /// <summary>Whether a token with these facts, sent as a bearer token, can be refused here.</summary>
    public bool MustBeAsked(TokenFacts facts) => _settings.Value is { IsEnabled: true } settings && (facts.IsSenderConstrained || settings.RefusesBearer);

    /// <param name="context">The request.</param>
    /// <param name="proved">The token as it stands in the header, where it came in the scheme <c>DPoP</c>; <see langword="null"/> where it came as a bearer token.</param>
    /// <param name="facts">What the token says.</param>
    /// <param name="principal">Whom it is for.</param>
    /// <returns>Why the token is not taken for the sender's; <see langword="null"/> where it is.</returns>
    public ValueTask<RejectedCredential?> CheckAsync(HttpContext context, string? proved, TokenFacts facts, ClaimsPrincipal principal)
    {
        if (proved is null && !MustBeAsked(facts))
        {
            return default;
        }

        var settings = _settings.Value;
        if (proved is null)
        {
            return new(Settle(context, settings, principal, CheckBearer(context, settings, facts), isBearer: true));
        }

        return !settings.ReadsProofs || facts.JwkThumbprint is null
            ? new(Settle(context, settings, principal, ProofRefusal.NotBound, isBearer: false))
            : CheckProofAsync(context, settings, proved, facts, principal);
    }

    private static ProofRefusal? CheckBearer(HttpContext context, ProofSettings settings, TokenFacts facts) => facts switch
    {
        { JwkThumbprint: not null } => ProofRefusal.Downgraded,
        { CertificateThumbprint: not null } => CheckCertificate(context, settings, facts),
        { HasUnknownConfirmation: true } => ProofRefusal.Unknown,
        _ => ProofRefusal.Required,
    };

    private static ProofRefusal? CheckCertificate(HttpContext context, ProofSettings settings, TokenFacts facts) =>
        ClientCertificate.Thumbprint(context, settings.CertificateFromProxy) is not { } shown ? ProofRefusal.CertificateMissing
        : string.Equals(shown, facts.CertificateThumbprint, StringComparison.Ordinal) ? null
        : ProofRefusal.OtherCertificate;

    private async ValueTask<RejectedCredential?> CheckProofAsync(HttpContext context, ProofSettings settings, string token, TokenFacts facts, ClaimsPrincipal principal)
    {
        var refusal = facts.CertificateThumbprint is null ? null : CheckCertificate(context, settings, facts);
        refusal ??= await _proofs.CheckAsync(context, settings, token, facts.JwkThumbprint!).ConfigureAwait(false);
        if (refusal is not null && settings.RequiresNonce)
        {
            _nonces.Tell(context.Response);
        }

        return Settle(context, settings, principal, refusal, isBearer: false);
    }

    private RejectedCredential? Settle(HttpContext context, ProofSettings settings, ClaimsPrincipal principal, ProofRefusal? refusal, bool isBearer)
    {
        if (refusal is null)
        {
            context.Features.Set(PossessionFeature.Of(principal));
            if (!isBearer)
            {
                context.Features.Set(settings.Challenge);
            }

            return null;
        }

        if (isBearer && !settings.IsEnforced)
        {
            _refusals.Report(context, ProofProblems.Of(refusal));
            return null;
        }

        context.Features.Set(refusal);
        return refusal.Credential;
    }
}
