using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace ApiSecurity.Pipeline;

/// <summary>
/// The user of requests that have ended, for what looks back at them: other callbacks of the end, telemetry. One for all requests of an identity, so
/// that each look makes a copy, and nothing can be changed.
/// </summary>
internal sealed class EndedIdentity(KnownIdentity known) : IHttpAuthenticationFeature, IAuthenticateResultFeature
{
    public ClaimsPrincipal? User
    {
        get => known.CopyTicket().Principal;
        set
        {
        }
    }

    public AuthenticateResult? AuthenticateResult
    {
        get => AuthenticateResult.Success(known.CopyTicket());
        set
        {
        }
    }
}
