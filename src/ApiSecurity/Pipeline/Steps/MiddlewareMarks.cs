using Microsoft.AspNetCore.Builder;

namespace ApiSecurity.Pipeline;

/// <summary>
/// The keys by which ASP.NET Core knows that authentication and authorization are in the pipeline. <c>WebApplication</c> adds its own
/// in front of everything where they are missing; there no endpoint would be open to a pre-flight, and each check would run twice.
/// </summary>
internal sealed class MiddlewareMarks
{
    private const string AuthenticationKey = "__AuthenticationMiddlewareSet";
    private const string AuthorizationKey = "__AuthorizationMiddlewareSet";

    private readonly IApplicationBuilder _app;
    private readonly string _key;

    private MiddlewareMarks(IApplicationBuilder app, string key)
    {
        _app = app;
        _key = key;
        FrameworkRunsBefore = app.Properties.ContainsKey(key);
        app.Properties[key] = this;
    }

    /// <summary>Whether the application had added the framework's middleware before.</summary>
    public bool FrameworkRunsBefore { get; }

    /// <summary>Whether the application adds it afterwards, which can be told once the pipeline is built: it overwrites the mark.</summary>
    public bool FrameworkRunsAfter => !(_app.Properties.TryGetValue(_key, out var mark) && ReferenceEquals(mark, this));

    public static MiddlewareMarks ForAuthentication(IApplicationBuilder app) => new(app, AuthenticationKey);

    public static MiddlewareMarks ForAuthorization(IApplicationBuilder app) => new(app, AuthorizationKey);
}
