using System.Buffers.Binary;
using System.Text.Encodings.Web;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Authentication;

/// <summary>The scheme <c>Certificate</c>.</summary>
internal sealed class ClientCertificateHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ClientCertificateVerifier verifier, ClaimNames names)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!verifier.IsEnabled || !ShownCertificate.IsThere(Request, verifier.ReadsHeader))
        {
            return AuthenticateResult.NoResult();
        }

        using var shown = ShownCertificate.Of(Request, verifier.ReadsHeader);
        if (shown is null)
        {
            return Refuse(ClientCertificateRefusal.Malformed);
        }

        var verdict = await verifier.VerifyAsync(shown, Context.RequestAborted).ConfigureAwait(false);
        if (verdict is not { Owner: { } owner, Refusal: null })
        {
            return Refuse(verdict.Refusal! with
            {
                CredentialId = Convert.ToHexStringLower(shown.Thumbprint),
                SecretHash = BinaryPrimitives.ReadUInt64LittleEndian(shown.Thumbprint),
            });
        }

        var principal = owner.ToPrincipal(names);
        // The handshake has proved that the client has the key.
        Context.Features.Set(PossessionFeature.Of(principal));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        var refusal = result.Failure is null ? null : Context.Features.Get<RejectedCredential>();
        Response.StatusCode = refusal?.Problem.Status ?? StatusCodes.Status401Unauthorized;
        if (Response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            Response.Headers.Append(HeaderNames.WWWAuthenticate, ClientCertificateDefaults.AuthenticationScheme);
        }
    }

    private AuthenticateResult Refuse(RejectedCredential refusal)
    {
        Context.Features.Set(refusal);
        return AuthenticateResult.Fail($"The certificate was not accepted: {refusal.Reason}.");
    }
}
