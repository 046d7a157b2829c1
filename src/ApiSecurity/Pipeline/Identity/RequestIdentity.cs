using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace ApiSecurity.Pipeline;

/// <summary>
/// The user of a request whose credential is known. As long as nobody but the library has asked for the user, the shared identity stands for it;
/// who asks gets a copy of their own, and from then on the copy counts, with whatever is done to it.
/// </summary>
internal sealed class RequestIdentity : IHttpAuthenticationFeature, IAuthenticateResultFeature
{
    private readonly Lock _copying = new();
    private HttpContext? _context;
    private KnownIdentity? _known;
    private ClaimsPrincipal? _user;
    private AuthenticateResult? _result;

    public ClaimsPrincipal? User
    {
        get
        {
            Copy();
            return _user;
        }

        set
        {
            _known = null;
            _user = value;
            // As in the framework's class: who replaces the user makes the result void.
            _result = null;
        }
    }

    public AuthenticateResult? AuthenticateResult
    {
        get
        {
            Copy();
            return _result;
        }

        set
        {
            _known = null;
            _result = value;
            _user = value?.Principal;
        }
    }

    /// <returns>The shared identity, if the request's user is still that and nothing else.</returns>
    public static KnownIdentity? KnownOf(HttpContext context) =>
        context.Features.Get<IHttpAuthenticationFeature>() is RequestIdentity identity ? identity._known : null;

    /// <summary>The request's user, to be read only and not to be kept: for the library's own steps, which need no copy.</summary>
    public static ClaimsPrincipal? PrincipalOf(IHttpAuthenticationFeature? feature) =>
        feature is RequestIdentity { _known: { } known } ? known.Principal : feature?.User;

    /// <inheritdoc cref="PrincipalOf(IHttpAuthenticationFeature?)"/>
    public static ClaimsPrincipal PrincipalOf(HttpContext context) => KnownOf(context)?.Principal ?? context.User;

    public void Start(HttpContext context, KnownIdentity known)
    {
        _context = context;
        _known = known;
    }

    /// <summary>Leaves the request, if nobody has taken a copy and nobody has set a user.</summary>
    /// <returns>Whether this can be given to another request.</returns>
    public bool TryEnd()
    {
        if (_known is not { } known || _context is not { } context)
        {
            return false;
        }

        context.Features.Set<IHttpAuthenticationFeature>(known.Ended);
        context.Features.Set<IAuthenticateResultFeature>(known.Ended);
        _known = null;
        _context = null;
        return true;
    }

    private void Copy()
    {
        if (Volatile.Read(ref _known) is null)
        {
            return;
        }

        lock (_copying)
        {
            if (_known is { } known)
            {
                var ticket = known.CopyTicket();
                _user = ticket.Principal;
                _result = AuthenticateResult.Success(ticket);
                // Last: whoever sees it gone may read the copy.
                Volatile.Write(ref _known, null);
            }
        }
    }
}
