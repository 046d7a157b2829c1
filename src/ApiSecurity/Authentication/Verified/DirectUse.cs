using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>
/// Whether a request with a known credential can do without the framework's authentication: only where nothing of the application's own would have been
/// asked on the way.
/// </summary>
internal sealed class DirectUse(IAuthenticationSchemeProvider schemes, CredentialSchemes ours)
{
    private static readonly Type[] Asked = [typeof(IAuthenticationService), typeof(IAuthenticationHandlerProvider), typeof(IAuthenticationSchemeProvider), typeof(IClaimsTransformation)];

    private static readonly Dictionary<Type, Type?> Framework = FrameworkServices.Of(Asked, static services => services.AddAuthenticationCore());

    /// <param name="context">A request whose credential the scheme has just accepted.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="ticket">What the scheme found.</param>
    public async Task<bool> IsPossibleAsync(HttpContext context, string scheme, AuthenticationTicket ticket)
    {
        if (!Array.TrueForAll(Asked, service => FrameworkServices.IsFrameworks(context.RequestServices, service, Framework)))
        {
            return false;
        }

        // Handlers that take requests themselves, such as the way back from a sign-in elsewhere, are asked first by the framework.
        if ((await schemes.GetRequestHandlerSchemesAsync().ConfigureAwait(false)).Any())
        {
            return false;
        }

        var byDefault = (await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false))?.Name;
        var isAsked = byDefault == scheme || (byDefault == CredentialSchemes.SelectorName && ours.For(context.Request)?.Name == scheme);
        return isAsked && KnownIdentity.CanShare(ticket);
    }
}
