using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>Makes the caller of a request, once for each user that the request has had.</summary>
internal sealed class CallerFactory(FeatureOptionsSource<ApiAuthorizationOptions> options)
{
    private readonly Compiled<CallerClaims> _claims = options.Compile(current => new CallerClaims(current));

    public Caller Get(HttpContext context)
    {
        var claims = _claims.Value;
        if (context.Features.Get<Kept>() is { } kept && kept.Caller.IsOf(context.User, claims))
        {
            return kept.Caller;
        }

        var caller = new Caller(context.User, claims);
        context.Features.Set(new Kept(caller));
        return caller;
    }

    /// <summary>The caller behind a principal that need not be the request's user.</summary>
    public Caller Get(System.Security.Claims.ClaimsPrincipal principal) => new(principal, _claims.Value);

    private sealed record Kept(Caller Caller);
}
