using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace ApiSecurity.Authorization;

/// <summary>
/// The request's user and the result that it came from, kept in step: whoever replaces the user makes the result void.
/// The framework's own class for this is internal.
/// </summary>
internal sealed class AuthenticationResultFeature(AuthenticateResult result) : IAuthenticateResultFeature, IHttpAuthenticationFeature
{
    private AuthenticateResult? _result = result;
    private ClaimsPrincipal? _user = result.Principal;

    public AuthenticateResult? AuthenticateResult
    {
        get => _result;
        set
        {
            _result = value;
            _user = value?.Principal;
        }
    }

    public ClaimsPrincipal? User
    {
        get => _user;
        set
        {
            _user = value;
            _result = null;
        }
    }

    public static void Set(HttpContext context, AuthenticateResult result)
    {
        if (context.Features.Get<IAuthenticateResultFeature>() is { } existing)
        {
            existing.AuthenticateResult = result;
            return;
        }

        var feature = new AuthenticationResultFeature(result);
        context.Features.Set<IHttpAuthenticationFeature>(feature);
        context.Features.Set<IAuthenticateResultFeature>(feature);
    }
}
