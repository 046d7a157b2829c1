using System.Globalization;
using System.Runtime.CompilerServices;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Headers;

/// <summary>All policies of the application, as the options are now; a reload makes a new one.</summary>
internal sealed class HeaderPolicySet
{
    private readonly HeadersOptions _options;
    private readonly IReadOnlyDictionary<string, string> _defaults;
    private readonly string[] _removed;
    private readonly StringValues _hsts;
    private readonly Dictionary<string, HeaderPolicy> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly PathPolicy[] _paths;
    private readonly EndpointCache<HeaderPolicy> _byEndpoint;
    private readonly ConditionalWeakTable<SecurityHeaderValues, HeaderPolicy> _inline = [];
    private readonly HeaderPolicy _default;
    private readonly Func<object, Task> _onStarting;

    public HeaderPolicySet(HeadersOptions options)
    {
        _options = options;
        _removed = [.. options.RemovedHeaders ?? HeaderPresets.Removed];
        _hsts = HstsOf(options.Hsts);
        _defaults = HeaderResolver.Resolve(options, null);
        _default = Compile(options);
        foreach (var preset in Enum.GetValues<SecurityHeadersPreset>())
        {
            _named[preset.ToString()] = Compile(new HeadersPolicyOptions { Preset = preset });
        }

        foreach (var (name, policy) in options.Policies)
        {
            _named[name] = Compile(policy);
        }

        _paths = [.. options.Paths.OrderByDescending(path => path.Key.Length).Select(path => new PathPolicy(this, path.Key, _named[path.Value]))];
        _byEndpoint = new EndpointCache<HeaderPolicy>(OfEndpoint);
        _onStarting = state => Apply((HttpContext)state, _default);
    }

    public bool IsEnabled => _options.IsEnabled;

    public bool HasPaths => _paths.Length > 0;

    /// <summary>What to do when the response of a request to this path starts.</summary>
    public Func<object, Task> OnStarting(PathString path)
    {
        foreach (var candidate in _paths)
        {
            if (path.StartsWithSegments(candidate.Path))
            {
                return candidate.OnStarting;
            }
        }

        return _onStarting;
    }

    /// <summary>The policy that counts for the request as it is now, without regard to paths.</summary>
    public HeaderPolicy For(HttpContext context) => For(context, _default);

    private HeaderPolicy For(HttpContext context, HeaderPolicy otherwise)
    {
        if (context.GetEndpoint() is { } endpoint)
        {
            return _byEndpoint.Get(endpoint) is var policy && !ReferenceEquals(policy, HeaderPolicy.Unset) ? policy : otherwise;
        }

        // Without an endpoint: nothing matched, or somebody took it away (an exception handler, MapFallbackToFile).
        return context.Features.Get<ISecurityHeadersMetadata>() is { } remembered ? Of(remembered) : otherwise;
    }

    private Task Apply(HttpContext context, HeaderPolicy otherwise)
    {
        For(context, otherwise).Apply(context);
        return Task.CompletedTask;
    }

    private HeaderPolicy OfEndpoint(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ISecurityHeadersMetadata>() is { } metadata ? Of(metadata) : HeaderPolicy.Unset;

    /// <summary>The start-up checks know all names; one that a later endpoint or a reload brings falls back to the default policy.</summary>
    private HeaderPolicy Of(ISecurityHeadersMetadata metadata) => metadata.Inline is { } inline
        ? _inline.GetValue(inline, Compile)
        : metadata.Policy is { } name && _named.TryGetValue(name, out var policy) ? policy : _default;

    private HeaderPolicy Compile(SecurityHeaderValues values)
    {
        if (!values.IsEnabled)
        {
            return new HeaderPolicy(new Dictionary<string, string>(), StringValues.Empty, []);
        }

        var headers = HeaderResolver.Resolve(values, ReferenceEquals(values, _options) ? null : _defaults);
        ReportingEndpointsHeader.AddTo(headers, _options.ReportingEndpoints);
        return (values.Mode ?? _options.EffectiveMode) == ApiSecurityMode.Enforce
            ? new HeaderPolicy(headers, _hsts, _removed)
            : new HeaderPolicy(headers, StringValues.Empty, []);
    }

    private static StringValues HstsOf(ApiHstsOptions options) => options.DisabledReason is not null
        ? StringValues.Empty
        : string.Create(
            CultureInfo.InvariantCulture,
            $"max-age={(long)options.MaxAge.TotalSeconds}{(options.IncludeSubDomains ? "; includeSubDomains" : null)}{(options.Preload ? "; preload" : null)}");

    private sealed class PathPolicy
    {
        public PathPolicy(HeaderPolicySet set, string path, HeaderPolicy policy)
        {
            Path = new PathString(path.TrimEnd('/'));
            OnStarting = state => set.Apply((HttpContext)state, policy);
        }

        public PathString Path { get; }

        public Func<object, Task> OnStarting { get; }
    }
}
