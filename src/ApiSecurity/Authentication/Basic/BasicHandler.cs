using System.Text.Encodings.Web;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Authentication;

/// <summary>The scheme <c>Basic</c>.</summary>
internal sealed class BasicHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    FeatureOptionsSource<BasicOptions> basic,
    BasicUsers users,
    PasswordChecker checker,
    RememberedPasswords remembered,
    CredentialGuard guard,
    IHostEnvironment environment) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!basic.Current.IsEnabled || !BasicReading.HasPassword(Request))
        {
            return AuthenticateResult.NoResult();
        }

        if (!IsProtected())
        {
            return Refuse(BasicRefusal.Unprotected);
        }

        var reading = BasicReading.Of(Request.Headers.Authorization);
        if (reading.Refusal is { } refusal)
        {
            return Refuse(refusal);
        }

        // Before anything is known of the password, and whether or not it was right before: else the answer would tell.
        if (!guard.TryGuess(Context, reading.Name, out var locked))
        {
            return Refuse(BasicRefusal.Locked(reading.Name, locked));
        }

        try
        {
            return await CheckAsync(reading).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Stores throw what they like, and none of it may become the client's 500.
        catch (Exception exception) when (!Context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            BasicLog.StoreFailed(Logger, exception.GetBaseException().GetType().FullName);
            return Refuse(BasicRefusal.Unavailable);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        var rejected = result.Failure is null ? null : Context.Features.Get<RejectedCredential>();
        Response.StatusCode = rejected?.Problem.Status ?? StatusCodes.Status401Unauthorized;
        if (Response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            // RFC 7617 section 2.1: both sides mean UTF-8.
            Response.Headers.Append(HeaderNames.WWWAuthenticate, $"Basic realm=\"{basic.Current.Realm}\", charset=\"UTF-8\"");
        }

        foreach (var (name, value) in rejected?.Locked?.Headers ?? [])
        {
            Response.Headers[name] = value;
        }
    }

    private async Task<AuthenticateResult> CheckAsync(BasicReading reading)
    {
        var user = await users.FindAsync(reading.Name, Context.RequestAborted).ConfigureAwait(false);
        var isRight = remembered.Find(reading.HeaderValue, user?.PasswordHash);
        if (isRight is null)
        {
            if (await checker.CheckAsync(user, reading.Password, Context.RequestAborted).ConfigureAwait(false) is not { } result)
            {
                return Refuse(BasicRefusal.Busy);
            }

            isRight = result != PasswordVerificationResult.Failed;
            remembered.Add(reading.HeaderValue, user?.PasswordHash, isRight.Value);
            if (result == PasswordVerificationResult.SuccessRehashNeeded && users.CanUpdate(user!))
            {
                await StrengthenAsync(user!, reading.Password).ConfigureAwait(false);
            }
        }

        if (isRight is false)
        {
            // Here, and not where the pipeline counts: an application may ask for the scheme before that, or elsewhere, and answer by itself.
            var wrong = BasicRefusal.Wrong(reading.Name, guard.HashSecret(reading.Password));
            return Refuse(guard.Failed(Context, wrong.Credential) is { } counted ? BasicRefusal.Locked(reading.Name, counted) : wrong);
        }

        return guard.TrySucceed(Context, reading.Name, out var locked)
            ? AuthenticateResult.Success(new AuthenticationTicket(users.ToPrincipal(user!), Scheme.Name))
            : Refuse(BasicRefusal.Locked(reading.Name, locked));
    }

    /// <summary>The password is right whatever becomes of this.</summary>
    private async Task StrengthenAsync(BasicUser user, string password)
    {
        try
        {
            if (await checker.HashAsync(user, password, Context.RequestAborted).ConfigureAwait(false) is { } hash)
            {
                await users.UpdateAsync(user, hash, Context.RequestAborted).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // As above.
        catch (Exception exception) when (!Context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            BasicLog.HashNotKept(Logger, exception.GetBaseException().GetType().FullName);
        }
    }

    /// <summary>RFC 7617 section 4: the password can be read by everybody on the way. On a developer's own machine there is nobody.</summary>
    private bool IsProtected() => Request.IsHttps
        || (environment.IsDevelopment() && SameMachine.Is(Context.Connection.RemoteIpAddress));

    private AuthenticateResult Refuse(BasicRefusal refusal)
    {
        Context.Features.Set(refusal.Credential);
        return AuthenticateResult.Fail($"The name and password were not accepted: {refusal.Credential.Reason}.");
    }
}
