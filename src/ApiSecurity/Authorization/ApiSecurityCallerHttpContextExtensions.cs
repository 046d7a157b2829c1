using ApiSecurity.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Http;

/// <summary>Finds the caller of a request.</summary>
public static class ApiSecurityCallerHttpContextExtensions
{
    /// <summary>The caller behind <see cref="HttpContext.User"/> as it is now.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The caller; <see cref="Caller.IsAuthenticated"/> tells whether anything is known of them.</returns>
    /// <exception cref="InvalidOperationException"><c>AddApiSecurity</c> is missing.</exception>
    public static Caller GetCaller(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var factory = context.RequestServices.GetService<CallerFactory>() ?? throw new InvalidOperationException(
            "GetCaller() needs the services of ApiSecurity. Call builder.Services.AddApiSecurity() before builder.Build().");
        return factory.Get(context);
    }
}
