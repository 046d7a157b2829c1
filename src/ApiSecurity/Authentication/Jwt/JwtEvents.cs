using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>
/// Looks at tokens before and after the handler does, has the application's own events called, and turns every failure into a reason:
/// a token that can't be used never becomes a 500.
/// </summary>
internal sealed class JwtEvents : JwtBearerEvents
{
    private const string BearerPrefix = "Bearer ";
    private const string ProvedPrefix = ProofOfPossessionCheck.Scheme + " ";

    /// <summary>RFC 6750 section 2.3.</summary>
    private const string TokenParameter = "access_token";

    private static readonly JwtBearerEvents Framework = new();

    private readonly FeatureOptionsSource<JwtOptions> _options;
    private readonly TimeProvider _time;
    private readonly bool _allowDeveloperTokens;
    private readonly bool _innerSeesEachRequest;
    private readonly Func<MessageReceivedContext, Task> _innerMessageReceived;
    private readonly Func<TokenValidatedContext, Task> _innerTokenValidated;
    private readonly Func<AuthenticationFailedContext, Task> _innerAuthenticationFailed;

    public JwtEvents(JwtBearerEvents inner, FeatureOptionsSource<JwtOptions> options, TimeProvider time, bool allowDeveloperTokens, JwtSource source, IssuerAdoption? adoption)
    {
        Inner = inner;
        Source = source;
        _innerSeesEachRequest = inner.GetType() != typeof(JwtBearerEvents)
            || inner.OnMessageReceived != Framework.OnMessageReceived || inner.OnTokenValidated != Framework.OnTokenValidated;
        _options = options;
        _time = time;
        _allowDeveloperTokens = allowDeveloperTokens;
        Adoption = adoption;
        // The base class calls these; what is set on them later takes their place, as it would on the class itself.
        OnMessageReceived = _innerMessageReceived = inner.MessageReceived;
        OnTokenValidated = _innerTokenValidated = inner.TokenValidated;
        OnAuthenticationFailed = _innerAuthenticationFailed = inner.AuthenticationFailed;
        OnChallenge = inner.Challenge;
        OnForbidden = inner.Forbidden;
    }

    /// <summary>The application's own.</summary>
    public JwtBearerEvents Inner { get; }

    public JwtSource Source { get; }

    /// <summary>For the tokens of a further issuer.</summary>
    public IssuerAdoption? Adoption { get; }

    /// <summary>Whether the application has handlers that must see the token of each request: then none is remembered.</summary>
    public bool SeesEachRequest => _innerSeesEachRequest || OnMessageReceived != _innerMessageReceived || OnTokenValidated != _innerTokenValidated;

    /// <summary>Whether the application has a handler for tokens that are refused.</summary>
    public bool HearsOfFailures =>
        Inner.GetType() != typeof(JwtBearerEvents) || Inner.OnAuthenticationFailed != Framework.OnAuthenticationFailed || OnAuthenticationFailed != _innerAuthenticationFailed;

    /// <summary>Events of a type that each request resolves from its services (<c>EventsType</c>).</summary>
    public static JwtBearerEvents FromServices(Type type)
    {
        return new()
        {
            OnMessageReceived = context => Resolve(context.HttpContext).MessageReceived(context),
            OnTokenValidated = context => Resolve(context.HttpContext).TokenValidated(context),
            OnAuthenticationFailed = context => Resolve(context.HttpContext).AuthenticationFailed(context),
            OnChallenge = context => Resolve(context.HttpContext).Challenge(context),
            OnForbidden = context => Resolve(context.HttpContext).Forbidden(context),
        };

        JwtBearerEvents Resolve(HttpContext context) => (JwtBearerEvents)context.RequestServices.GetRequiredService(type);
    }

    public override async Task MessageReceived(MessageReceivedContext context)
    {
        var current = _options.Current;
        if (!current.IsEnabled)
        {
            context.NoResult();
            return;
        }

        await base.MessageReceived(context).ConfigureAwait(false);
        if (context.Result is not null)
        {
            return;
        }

        if (context.Token is null)
        {
            var header = context.Request.Headers.Authorization;
            if (header.Count > 1)
            {
                // Which of them counts would be for each proxy and server on the way to decide.
                Refuse(context, JwtRefusal.Ambiguous);
                return;
            }

            context.Token = TokenOf(header.ToString(), BearerPrefix) ?? ProvedToken(context.HttpContext);
        }

        if (context.Token is null)
        {
            // RFC 9700 section 4.3.2: addresses end up in logs. Where an application takes a token from there, it has done so above.
            if (context.Request.QueryString.HasValue && context.Request.Query.ContainsKey(TokenParameter))
            {
                Refuse(context, JwtRefusal.InQuery);
                return;
            }

            context.NoResult();
            return;
        }

        var parameters = context.Options.TokenValidationParameters;
        var refusal = JwtDecryption.HasKeys(parameters) && JwtDecryption.IsEncrypted(context.Token)
            ? JwtDecryption.Check(context.Token, current.MaxTokenBytes)
            : Check(context.Token, parameters);
        if (refusal is not null)
        {
            Refuse(context, refusal);
        }
    }

    private JwtRefusal? Check(string token, TokenValidationParameters parameters) =>
        JwtShape.Check(token, _options.Current.MaxTokenBytes, parameters.ValidAlgorithms ?? [], _allowDeveloperTokens);

    public override Task TokenValidated(TokenValidatedContext context)
    {
        // The token that came out of an encrypted one has been seen by nobody but the token library yet.
        if (context.SecurityToken is JsonWebToken { InnerToken.EncodedToken: { } nested } && Check(nested, context.Options.TokenValidationParameters) is { } wrong)
        {
            Keep(context.HttpContext, wrong);
            context.Fail(new JwtRefusedException(wrong));
            return Task.CompletedTask;
        }

        var seen = SeenToken.Of(context.SecurityToken, context.Principal).Adopt(Adoption?.SubjectPrefix);
        context.HttpContext.Features.Set(seen);
        var refusal = JwtClock.CheckIssuedAt(context.SecurityToken, _options.Current, _time.GetUtcNow()) ?? JwtRefusal.From(Source.Revocations.Check(seen.Facts));
        if (refusal is not null)
        {
            Keep(context.HttpContext, refusal);
            context.Fail(new JwtRefusedException(refusal));
            return Task.CompletedTask;
        }

        Adoption?.Begin(context.Principal);
        return CallAsync(context);
    }

    public override async Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        await base.AuthenticationFailed(context).ConfigureAwait(false);
        if (context.Result is { Succeeded: true } || context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var refusal = JwtRefusal.From(context.Exception);
        Keep(context.HttpContext, refusal);
        if (context.Result is null)
        {
            // Without a result the handler would throw what it has caught, if that came from elsewhere than the token library.
            context.Fail(new JwtRefusedException(refusal, context.Exception));
        }
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is not null)
        {
            // RFC 6750 section 3.1, without a description.
            context.Error = "invalid_token";
        }

        await base.Challenge(context).ConfigureAwait(false);
        if (!context.Handled && context.AuthenticateFailure is JwtRefusedException { Refusal.Credential.Problem: { Status: StatusCodes.Status503ServiceUnavailable } problem })
        {
            context.Response.StatusCode = problem.Status;
            context.HandleResponse();
        }
    }

    private async Task CallAsync(TokenValidatedContext context)
    {
        await base.TokenValidated(context).ConfigureAwait(false);
        if (context.Result?.Failure is not null)
        {
            Keep(context.HttpContext, JwtRefusal.From(context.Result.Failure));
        }
    }

    private static void Refuse(MessageReceivedContext context, JwtRefusal refusal)
    {
        Keep(context.HttpContext, refusal);
        context.Fail(new JwtRefusedException(refusal));
    }

    private static void Keep(HttpContext context, JwtRefusal refusal) => context.Features.Set(refusal.Credential);

    /// <summary>For the selector: any token that no other scheme takes by its shape.</summary>
    public static bool HasToken(HttpRequest request) =>
        request.Headers.Authorization is [{ } header, ..]
        && (header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) || header.StartsWith(ProvedPrefix, StringComparison.OrdinalIgnoreCase));

    /// <returns>The token that the request says to come with a proof (RFC 9449 section 7.1), or <see langword="null"/>.</returns>
    public static string? ProvedTokenOf(HttpRequest request) => request.Headers.Authorization is [{ } header] ? TokenOf(header, ProvedPrefix) : null;

    private static string? ProvedToken(HttpContext context) =>
        ProvedTokenOf(context.Request) is { } token && context.RequestServices.GetRequiredService<ProofOfPossessionCheck>().Settings.ReadsProofs ? token : null;

    /// <returns>The token after the scheme and its spaces (RFC 6750 section 2.1), or <see langword="null"/> for credentials of another kind.</returns>
    private static string? TokenOf(string header, string prefix)
    {
        if (!header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = header.AsSpan(prefix.Length).TrimStart(' ');
        return token.IsEmpty ? null : token.ToString();
    }
}
