using System.Globalization;
using System.Text.Encodings.Web;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>Accepts bearer tokens of which an authorization server says that they are active.</summary>
internal sealed class IntrospectionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    FeatureOptionsSource<IntrospectionOptions> current,
    TokenIntrospection introspection,
    IntrospectionSource source,
    VerifiedCredentials verified,
    DirectUse direct)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private IntrospectionOutcome? _outcome;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (!current.Current.IsEnabled || header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        if (header.Count > 1)
        {
            // Which of them counts would be for each proxy and server on the way to decide.
            return Refuse(IntrospectionOutcome.Refused(IntrospectionProblems.Ambiguous));
        }

        var text = header.ToString();
        if (verified.TryGet(CredentialKind.Authorization, text, Scheme.Name, Context, out var found))
        {
            return AuthenticateResult.Success(found.Identity.CopyTicket());
        }

        if (OpaqueToken.Of(text, out var scheme) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        var outcome = await introspection.AskAsync(token, Context.RequestAborted).ConfigureAwait(false);
        if (outcome is not { Ticket: { } ticket, Facts: { } facts })
        {
            return Refuse(outcome);
        }

        if (Objection(scheme, facts) is { } objection)
        {
            return Refuse(IntrospectionOutcome.Refused(objection));
        }

        await RememberAsync(text, outcome, ticket, facts).ConfigureAwait(false);
        // What is kept is for nobody to change.
        return AuthenticateResult.Success(ticket.Clone());
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        if (_outcome?.RetryAfter is { } wait)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        // RFC 6750 section 3; the scheme for JWTs may have said it already.
        var challenge = _outcome is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        if (!Response.Headers.WWWAuthenticate.Contains(challenge))
        {
            Response.Headers.Append("WWW-Authenticate", challenge);
        }
    }

    /// <summary>
    /// What speaks against a token that the server says is active: that it is bound to a key whose proof is not checked here, so that whoever stole it could use
    /// it; or that it came as one that is, and is not.
    /// </summary>
    private static RejectedCredential? Objection(string scheme, TokenFacts facts) => facts.IsSenderConstrained || scheme == "DPoP" ? IntrospectionProblems.Other : null;

    private AuthenticateResult Refuse(IntrospectionOutcome outcome)
    {
        _outcome = outcome;
        Context.Features.Set(outcome.Rejected);
        return AuthenticateResult.Fail($"The token was not accepted: {outcome.Rejected!.Reason}.");
    }

    private async Task RememberAsync(string text, IntrospectionOutcome outcome, AuthenticationTicket ticket, TokenFacts facts)
    {
        var end = verified.EndOf(outcome.Until);
        if (!verified.IsEnabled || end <= TimeProvider.GetUtcNow())
        {
            return;
        }

        verified.Add(new VerifiedCredential(CredentialKind.Authorization, text, ticket, end, source)
        {
            Facts = facts,
            Generation = introspection.Generation,
            IsDirect = await direct.IsPossibleAsync(Context, Scheme.Name, ticket).ConfigureAwait(false),
        });
    }
}
