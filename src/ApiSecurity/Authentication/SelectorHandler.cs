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
        if (schemes.For(Request) is { } carried)
        {
            await Context.ChallengeAsync(carried.Name, properties).ConfigureAwait(false);
            return;
        }

        foreach (var scheme in schemes.All)
        {
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
