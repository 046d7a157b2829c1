using System.Text.Encodings.Web;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Authentication;

/// <summary>The scheme <c>ApiKey</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    FeatureOptionsSource<ApiKeyOptions> keys,
    ApiKeyReader reader,
    ApiKeyVerifier verifier,
    ApiKeyIdentity identity,
    ApiKeyState state,
    VerifiedCredentials verified,
    DirectUse direct,
    Refusals refusals) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Before anything is asked: what changes while that is under way must not be remembered as it was.
        var generation = state.Generation;
        if (!keys.Current.IsEnabled)
        {
            return AuthenticateResult.NoResult();
        }

        var reading = reader.Read(Request);
        if (reading.Text is null)
        {
            return reading.Refusal is { } refused ? Refuse(refused) : AuthenticateResult.NoResult();
        }

        if (reading.Kind is { } kind && verified.TryGet(kind, reading.HeaderValue!, Scheme.Name, Context, out var found))
        {
            return AuthenticateResult.Success(found.Identity.CopyTicket());
        }

        var verdict = await verifier.VerifyAsync(reading.Text, Context.Connection.RemoteIpAddress, generation, Context.RequestAborted).ConfigureAwait(false);
        return verdict.Refusal is { } refusal ? Refuse(refusal) : await AcceptAsync(reading, verdict).ConfigureAwait(false);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        if (result.Failure is ApiKeyRefusedException { Refusal: { } refusal } && refusal == ApiKeyRefusal.Unavailable)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.Append(HeaderNames.WWWAuthenticate, ApiKeyDefaults.AuthenticationScheme);
    }

    private async Task<AuthenticateResult> AcceptAsync(ApiKeyReading reading, ApiKeyVerdict verdict)
    {
        var key = verdict.Key!;
        var ticket = new AuthenticationTicket(identity.Of(key), Scheme.Name);
        var source = new ApiKeySource(key.Id, verdict.Networks, verdict.Generation, state, reader);
        source.NoteUse();
        if (reading.Kind is not { } kind)
        {
            refusals.Observe(Context, ApiKeyProblems.UsedInQuery(key));
            return AuthenticateResult.Success(ticket);
        }

        if (verified.IsEnabled)
        {
            // The request gets the ticket; what is kept is a copy that nobody else has.
            verified.Add(new VerifiedCredential(kind, reading.HeaderValue!, ticket.Clone(), verified.EndOf(verdict.Ends), source)
            {
                IsDirect = await direct.IsPossibleAsync(Context, Scheme.Name, ticket).ConfigureAwait(false),
            });
        }

        return AuthenticateResult.Success(ticket);
    }

    private AuthenticateResult Refuse(ApiKeyRefusal refusal)
    {
        Context.Features.Set(refusal.Credential);
        return AuthenticateResult.Fail(new ApiKeyRefusedException(refusal));
    }
}
