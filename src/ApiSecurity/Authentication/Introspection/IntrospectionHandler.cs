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
    DirectUse direct,
    ProofOfPossessionCheck possession,
    ProofChallenge proofs)
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
            return await AcceptKnownAsync(found, text).ConfigureAwait(false);
        }

        if (OpaqueToken.Of(text, out var scheme) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        // Both as they are before the answer: what is revoked or configured meanwhile has the token checked again.
        var revocations = source.Revocations.Version;
        var generation = introspection.Generation;
        var outcome = await introspection.AskAsync(token, Context.RequestAborted).ConfigureAwait(false);
        if (outcome is not { Ticket: { } ticket, Facts: { } facts })
        {
            return Refuse(outcome);
        }

        var objection = source.Revocations.Check(facts)
            ?? await possession.CheckAsync(Context, ProvedOf(scheme, token), facts, ticket.Principal).ConfigureAwait(false);
        if (objection is not null)
        {
            return Refuse(IntrospectionOutcome.Refused(objection));
        }

        await RememberAsync(text, outcome, ticket, facts, generation, revocations).ConfigureAwait(false);
        // What is kept is for nobody to change.
        return AuthenticateResult.Success(ticket.Clone());
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        if (_outcome is { RetryAfter: null, Rejected.Problem.Status: StatusCodes.Status503ServiceUnavailable })
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

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

        proofs.Complete(Context);
    }

    /// <summary>Whether a token is its sender's is asked at each request.</summary>
    private async Task<AuthenticateResult> AcceptKnownAsync(VerifiedCredential found, string text)
    {
        var ticket = found.Identity.CopyTicket();
        var token = OpaqueToken.Of(text, out var scheme);
        return await possession.CheckAsync(Context, ProvedOf(scheme, token), found.Facts!, ticket.Principal).ConfigureAwait(false) is { } objection
            ? Refuse(IntrospectionOutcome.Refused(objection))
            : AuthenticateResult.Success(ticket);
    }

    private static string? ProvedOf(string scheme, string? token) => scheme == ProofOfPossessionCheck.Scheme ? token : null;

    private AuthenticateResult Refuse(IntrospectionOutcome outcome)
    {
        _outcome = outcome;
        Context.Features.Set(outcome.Rejected);
        return AuthenticateResult.Fail($"The token was not accepted: {outcome.Rejected!.Reason}.");
    }

    private async Task RememberAsync(string text, IntrospectionOutcome outcome, AuthenticationTicket ticket, TokenFacts facts, long generation, long revocations)
    {
        var end = verified.EndOf(outcome.Until);
        if (!verified.IsEnabled || end <= TimeProvider.GetUtcNow())
        {
            return;
        }

        verified.Add(new VerifiedCredential(CredentialKind.Authorization, text, ticket, end, source)
        {
            Facts = facts,
            Generation = generation,
            RevocationsSeen = revocations,
            IsDirect = !possession.MustBeAsked(facts) && await direct.IsPossibleAsync(Context, Scheme.Name, ticket).ConfigureAwait(false),
        });
    }
}
