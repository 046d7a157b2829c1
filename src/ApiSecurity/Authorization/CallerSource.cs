using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>
/// The caller as a service: made anew each time, because the user may change in the middle of a request, where an endpoint names a second scheme.
/// </summary>
internal sealed class CallerSource(IServiceProvider root, IHttpContextAccessor accessor)
{
    /// <param name="services">The services that the caller is asked for by; those of the whole application, if it is a singleton that does.</param>
    public Caller Get(IServiceProvider services) => ReferenceEquals(services, root)
        ? throw new InvalidOperationException(
            "Caller was asked for by a singleton, or from the application's own services: the first caller would be everybody's from then on. Register the service with AddScoped, or take IHttpContextAccessor and call HttpContext.GetCaller() where the caller is needed.")
        : accessor.HttpContext?.GetCaller() ?? Caller.Anonymous;
}
