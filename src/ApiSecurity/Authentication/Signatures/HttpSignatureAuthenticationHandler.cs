using System.Text.Encodings.Web;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>The scheme <c>HttpSignature</c>.</summary>
internal sealed class HttpSignatureAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, HttpSignatureVerifier verifier, ClaimNames names)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Challenge = "Signature";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var verdict = await verifier.VerifyAsync(Context).ConfigureAwait(false);
        if (verdict.Refusal is { } refusal)
        {
            Context.Features.Set(refusal);
            return AuthenticateResult.Fail($"The signature was not accepted: {refusal.Reason}.");
        }

        if (verdict.Key is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        Context.Features.Set(new VerifiedSignature(verdict.Input!));
        return AuthenticateResult.Success(new AuthenticationTicket(key.ToPrincipal(names), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        var refusal = result.Failure is null ? null : Context.Features.Get<RejectedCredential>();
        Response.StatusCode = refusal?.Problem.Status ?? StatusCodes.Status401Unauthorized;
        if (Response.StatusCode != StatusCodes.Status401Unauthorized)
        {
            return;
        }

        Response.Headers.Append("WWW-Authenticate", Challenge);
        var rules = verifier.Rules;
        Response.Headers[HttpSignatureDefaults.AcceptHeader] = rules.Required.Describe(Context, rules.Options.Tag);
        if (refusal == SignatureRefusal.DigestUnusable)
        {
            Response.Headers["Want-Content-Digest"] = $"{ContentDigest.Sha256}=10, {ContentDigest.Sha512}=10";
        }
    }
}
