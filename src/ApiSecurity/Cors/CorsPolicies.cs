using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Cors;

/// <summary>Finds the policy of a request: the endpoint's, else the configuration's default, else the application's default.</summary>
internal sealed class CorsPolicies(FeatureOptionsSource<ApiCorsOptions> options, IOptions<CorsOptions> appOptions)
{
    private readonly Compiled<CorsRules> _rules = options.Compile(current => new CorsRules(current));
    private readonly EndpointCache<EndpointCors> _endpoints = new(endpoint => new EndpointCors(endpoint.Metadata));
    private readonly CorsPolicy? _appDefault = appOptions.Value.GetPolicy(appOptions.Value.DefaultPolicyName);

    public CorsRules Rules => _rules.Value;

    public EndpointCors Describe(Endpoint? endpoint) => endpoint is null ? EndpointCors.Nothing : _endpoints.Get(endpoint);

    public static ValueTask<CorsPolicy?> FindAsync(HttpContext context, CorsRules rules, EndpointCors endpoint)
    {
        if (endpoint.IsDisabled)
        {
            return default;
        }

        if (endpoint.Policy is { } policy)
        {
            return new(policy);
        }

        if (Configured(rules, endpoint) is { } configured)
        {
            return new(configured);
        }

        // The application may have a provider of its own, and that may depend on the request.
        return new(context.RequestServices.GetRequiredService<ICorsPolicyProvider>().GetPolicyAsync(context, endpoint.PolicyName));
    }

    /// <summary>Whether answers of the endpoint depend on the request's origin, so that caches must keep them apart.</summary>
    public bool Varies(CorsRules rules, EndpointCors endpoint)
    {
        if (endpoint.IsDisabled)
        {
            return false;
        }

        var policy = endpoint.Policy ?? Configured(rules, endpoint)
            ?? (endpoint.PolicyName is { } name ? appOptions.Value.GetPolicy(name) : _appDefault);

        // A name that is not known here belongs to a provider of the application's own.
        return policy is null ? endpoint.PolicyName is not null : !policy.AllowAnyOrigin;
    }

    private static ConfiguredCorsPolicy? Configured(CorsRules rules, EndpointCors endpoint) =>
        endpoint.PolicyName is { } name ? rules.Named.GetValueOrDefault(name) : rules.Default;
}
