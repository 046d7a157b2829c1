using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>Makes the caller of a request, once for each user that the request has had.</summary>
internal sealed class CallerFactory(FeatureOptionsSource<ApiAuthorizationOptions> options)
{
    private readonly Compiled<CallerClaims> _claims = options.Compile(static current => new CallerClaims(current));

    public Caller Get(KnownIdentity known) => Get(known, _claims.Value);

    public Caller Get(HttpContext context)
    {
        var claims = _claims.Value;
        if (RequestIdentity.KnownOf(context) is { } known)
        {
            return Get(known, claims);
        }

        if (context.Features.Get<Kept>() is { } kept && kept.Caller.IsOf(context.User, claims))
        {
            return kept.Caller;
        }

        var caller = new Caller(context.User, claims);
        context.Features.Set(new Kept(caller));
        return caller;
    }

    /// <summary>Whether a caller is still the one behind a principal, which a reload of the options may have changed.</summary>
    public bool IsStill(Caller caller, System.Security.Claims.ClaimsPrincipal? user) => user is not null && caller.IsOf(user, _claims.Value);

    /// <summary>The caller behind a credential that is known, if it has been made already and the options are still the same.</summary>
    public Caller? Made(KnownIdentity known) => known.Caller is Caller caller && caller.IsOf(known.Principal, _claims.Value) ? caller : null;

    /// <summary>The caller behind a principal that need not be the request's user.</summary>
    public Caller Get(System.Security.Claims.ClaimsPrincipal principal) => new(principal, _claims.Value);

    private static Caller Get(KnownIdentity known, CallerClaims claims)
    {
        if (known.Caller is Caller made && made.IsOf(known.Principal, claims))
        {
            return made;
        }

        var caller = new Caller(known.Principal, claims, isShared: true);
        known.Caller = caller;
        return caller;
    }

    private sealed record Kept(Caller Caller);
}
