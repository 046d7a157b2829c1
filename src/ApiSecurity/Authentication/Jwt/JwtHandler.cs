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
/// issuer's options.
/// </summary>
internal sealed class JwtHandler(
    IOptionsMonitor<JwtBearerOptions> options, ILoggerFactory loggers, UrlEncoder encoder, VerifiedCredentials verified, RefusedCredentials refused,
    DirectUse direct, JwtIssuers issuers)
    : JwtBearerHandler(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Scheme.Name != JwtBearerDefaults.AuthenticationScheme || Request.Headers.Authorization is not [{ } text])
        {
            return await base.HandleAuthenticateAsync().ConfigureAwait(false);
        }

        if (verified.TryGet(CredentialKind.Authorization, text, Scheme.Name, Context, out var found))
        {
            return AuthenticateResult.Success(found.Identity.CopyTicket());
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
            ticket = issuers.Adopt(issuer, ticket, Scheme.Name);
            result = AuthenticateResult.Success(ticket);
        }

        if (canRemember && ticket.Principal.Identity is CaseSensitiveClaimsIdentity { SecurityToken: JsonWebToken token })
        {
            var facts = JwtFacts.Of(token);
            // The request gets the ticket; what is kept is a copy that nobody else has.
            verified.Add(new VerifiedCredential(CredentialKind.Authorization, text, ticket.Clone(), verified.EndOf(facts.Expires), source!)
            {
                Facts = facts,
                Generation = generation,
                IsDirect = !facts.IsSenderConstrained && await direct.IsPossibleAsync(Context, Scheme.Name, ticket).ConfigureAwait(false),
            });
        }

        return result;
    }
}
