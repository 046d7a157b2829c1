using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>The framework's handler, which is asked only about tokens that are not known yet.</summary>
internal sealed class JwtHandler(
    IOptionsMonitor<JwtBearerOptions> options, ILoggerFactory loggers, UrlEncoder encoder, VerifiedCredentials verified, DirectUse direct)
    : JwtBearerHandler(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var text = Request.Headers.Authorization is [{ } single] ? single : null;
        var source = (Options.Events as JwtEvents)?.Source;
        if (text is null || source is null || !verified.IsEnabled || !source.CanRemember(Options))
        {
            return await base.HandleAuthenticateAsync().ConfigureAwait(false);
        }

        if (verified.TryGet(CredentialKind.Authorization, text, Scheme.Name, Context, out var found))
        {
            return AuthenticateResult.Success(found.Identity.CopyTicket());
        }

        var result = await base.HandleAuthenticateAsync().ConfigureAwait(false);
        if (result is { Succeeded: true, Ticket: { } ticket } && ticket.Principal.Identity is CaseSensitiveClaimsIdentity { SecurityToken: JsonWebToken token })
        {
            var facts = JwtFacts.Of(token);
            // The request gets the ticket; what is kept is a copy that nobody else has.
            verified.Add(new VerifiedCredential(CredentialKind.Authorization, text, ticket.Clone(), verified.EndOf(facts.Expires), source)
            {
                Facts = facts,
                IsDirect = !facts.IsSenderConstrained && await direct.IsPossibleAsync(Context, Scheme.Name, ticket).ConfigureAwait(false),
            });
        }

        return result;
    }
}
