using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>
/// The framework's handler, which is asked only about tokens that are not known yet; and for tokens of a further issuer, another such handler with that
/// issuer's options. Whether a token is its sender's is asked at each request.
/// </summary>
internal sealed class JwtHandler(
    IOptionsMonitor<JwtBearerOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    VerifiedCredentials verified,
    RefusedCredentials refused,
    DirectUse direct,
    JwtIssuers issuers,
    ProofOfPossessionCheck possession,
    ProofChallenge challenge)
    : JwtBearerHandler(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Scheme.Name != JwtBearerDefaults.AuthenticationScheme)
        {
            return await base.HandleAuthenticateAsync().ConfigureAwait(false);
        }

        if (Request.Headers.Authorization is not [{ } text])
        {
            // The application's own event may have found the token elsewhere.
            var elsewhere = await base.HandleAuthenticateAsync().ConfigureAwait(false);
            return elsewhere.Ticket is null ? elsewhere : await ProveAsync(elsewhere.Ticket, null, FactsOfSeen()).ConfigureAwait(false) ?? elsewhere;
        }

        if (verified.TryGet(CredentialKind.Authorization, text, Scheme.Name, Context, out var found))
        {
            var known = found.Identity.CopyTicket();
            return await ProveAsync(known, JwtEvents.ProvedTokenOf(Request), found.Facts).ConfigureAwait(false) ?? AuthenticateResult.Success(known);
        }

        var handler = this;
        var issuer = issuers.For(text);
        if (issuer is not null)
        {
            handler = Context.RequestServices.GetRequiredService<JwtHandler>();
            await handler.InitializeAsync(new AuthenticationScheme(issuer.Scheme, displayName: null, typeof(JwtHandler)), Context).ConfigureAwait(false);
        }

        var source = (handler.Options.Events as JwtEvents)?.Source;
        var generation = source?.Generation ?? 0;
        // As it is before the token is checked: what is revoked meanwhile has it checked again.
        var revocations = source?.Revocations.Version ?? 0;
        var canRemember = verified.IsEnabled && source is not null && source.CanRemember(handler.Options);
        var keysRead = source?.KeysRead ?? 0;
        if (canRemember && refused.Contains(text, source!, keysRead))
        {
            Context.Features.Set(JwtRefusal.Signature.Credential);
            return AuthenticateResult.Fail(new JwtRefusedException(JwtRefusal.Signature));
        }

        var result = issuer is null ? await base.HandleAuthenticateAsync().ConfigureAwait(false) : await handler.AuthenticateAsync().ConfigureAwait(false);
        if (result is not { Succeeded: true, Ticket: { } ticket })
        {
            if (canRemember && !source!.TellsOfFailures && result.Failure is { } failure && JwtRefusal.From(failure) == JwtRefusal.Signature)
            {
                refused.Add(text, source, keysRead);
            }

            return result;
        }

        if (issuer is not null)
        {
            // By the very options that the token was verified with, if they are there.
            var adoption = (handler.Options.Events as JwtEvents)?.Adoption ?? issuers.AdoptionOf(issuer);
            ticket = new AuthenticationTicket(adoption.Hold(ticket.Principal), ticket.Properties, Scheme.Name);
            result = AuthenticateResult.Success(ticket);
        }

        var facts = FactsOfSeen();
        var proved = JwtEvents.ProvedTokenOf(Request) is { } carried && carried == Context.Features.Get<SeenToken>()?.Text ? carried : null;
        if (await ProveAsync(ticket, proved, facts).ConfigureAwait(false) is { } unproved)
        {
            return unproved;
        }

        if (canRemember && facts is not null && ticket.Principal.Identity is CaseSensitiveClaimsIdentity { SecurityToken: JsonWebToken })
        {
            // The request gets the ticket; what is kept is a copy that nobody else has.
            verified.Add(new VerifiedCredential(CredentialKind.Authorization, text, ticket.Clone(), verified.EndOf(source!.EndOf(facts.Expires)), source)
            {
                Facts = facts,
                Generation = generation,
                RevocationsSeen = revocations,
                IsDirect = !possession.MustBeAsked(facts) && await direct.IsPossibleAsync(Context, Scheme.Name, ticket).ConfigureAwait(false),
            });
        }

        return result;
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await base.HandleChallengeAsync(properties).ConfigureAwait(false);
        challenge.Complete(Context);
    }

    /// <returns>What the verified token says; none where the application has let somebody in without one.</returns>
    private TokenFacts? FactsOfSeen() => Context.Features.Get<SeenToken>()?.Facts;

    /// <param name="ticket">Whom the token is for.</param>
    /// <param name="proved">The token, where it came as one with a proof.</param>
    /// <param name="facts">What it says.</param>
    /// <returns>The failure, or <see langword="null"/>.</returns>
    private async ValueTask<AuthenticateResult?> ProveAsync(AuthenticationTicket ticket, string? proved, TokenFacts? facts)
    {
        if (facts is null || await possession.CheckAsync(Context, proved, facts, ticket.Principal).ConfigureAwait(false) is not { } rejected)
        {
            return null;
        }

        Context.Features.Set(rejected);
        return AuthenticateResult.Fail($"The token was not accepted: {rejected.Reason}.");
    }
}
