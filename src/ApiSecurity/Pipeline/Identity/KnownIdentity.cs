using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace ApiSecurity.Pipeline;

/// <summary>
/// Who a credential belongs to, found out once and shared by all requests that carry it. The application never gets its hands on the shared
/// principal, because it could change it for all of them: it gets copies.
/// </summary>
internal sealed class KnownIdentity
{
    private readonly AuthenticationTicket _ticket;
    private object? _caller;

    public KnownIdentity(AuthenticationTicket ticket)
    {
        _ticket = ticket;
        Ended = new EndedIdentity(this);
    }

    /// <summary>The user of requests of this identity that have ended.</summary>
    public EndedIdentity Ended { get; }

    /// <summary>To be read only.</summary>
    public ClaimsPrincipal Principal => _ticket.Principal;

    public string Scheme => _ticket.AuthenticationScheme;

    /// <summary>What authorization made of the principal, kept here so that it is made once.</summary>
    public object? Caller
    {
        get => Volatile.Read(ref _caller);
        set => Volatile.Write(ref _caller, value);
    }

    /// <summary>Whether copies are as good as the original: the classes behind principal and identities must know how to copy themselves.</summary>
    public static bool CanShare(AuthenticationTicket ticket) =>
        ticket.Principal.GetType() == typeof(ClaimsPrincipal)
        && ticket.Principal.Identities.All(identity => identity.Clone().GetType() == identity.GetType());

    public AuthenticationTicket CopyTicket() => _ticket.Clone();
}
