using Microsoft.AspNetCore.Builder;

namespace ApiSecurity.Pipeline;

/// <summary>
/// The keys by which ASP.NET Core knows that authentication and authorization are in the pipeline. <c>WebApplication</c> adds its own
/// in front of everything where they are missing; there no endpoint would be open to a pre-flight, and each check would run twice.
/// </summary>
internal static class MiddlewareMarks
{
    public const string Authentication = "__AuthenticationMiddlewareSet";

    public const string Authorization = "__AuthorizationMiddlewareSet";

    /// <returns>Whether the application had added the framework's middleware before.</returns>
    public static bool Claim(IApplicationBuilder app, string key) => !app.Properties.TryAdd(key, true);
}
