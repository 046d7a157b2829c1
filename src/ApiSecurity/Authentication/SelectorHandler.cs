using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>
/// Sends each request to the scheme whose credential it carries, so that no other is tried; and lets a caller without one know of all that would be accepted.
/// </summary>
internal sealed class SelectorHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, CredentialSchemes schemes)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        schemes.For(Request) is { } scheme ? Context.AuthenticateAsync(scheme.Name) : Task.FromResult(AuthenticateResult.NoResult());

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var carried = schemes.For(Request);
        // Somebody known by a password or a key, where it must be a token that is proved: to ask for the password again would lead nowhere.
        var needsToken = carried is { TakesTokens: false } && Context.Features.Get<ProofRefusal>() == ProofRefusal.Required && schemes.All.Any(scheme => scheme.TakesTokens);
        if (carried is not null && !needsToken)
        {
            await Context.ChallengeAsync(carried.Name, properties).ConfigureAwait(false);
            return;
        }

        if (needsToken)
        {
            // No token came, so none is wrong (RFC 6750 section 3); that proofs are wanted is still known.
            Context.Features.Set<ProofRefusal>(null);
        }

        foreach (var scheme in schemes.All)
        {
            if (needsToken && !scheme.TakesTokens)
            {
                continue;
            }

            await Context.ChallengeAsync(scheme.Name, properties).ConfigureAwait(false);
        }

        // Two schemes that take bearer tokens say so once.
        var challenges = Response.Headers.WWWAuthenticate;
        if (challenges.Count > 1)
        {
            Response.Headers.WWWAuthenticate = challenges.Distinct(StringComparer.Ordinal).ToArray();
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        schemes.For(Request) is { } carried ? Context.ForbidAsync(carried.Name, properties) : base.HandleForbiddenAsync(properties);
}
