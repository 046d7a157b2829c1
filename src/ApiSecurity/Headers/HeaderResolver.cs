using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Headers;

/// <summary>Which headers a policy sends, once preset, default policy and single values are put together.</summary>
internal static class HeaderResolver
{
    /// <param name="values">The policy.</param>
    /// <param name="defaults">The default policy's headers; for a policy without a preset.</param>
    /// <returns>The headers by name, in the order in which they are sent; none is empty.</returns>
    public static OrderedDictionary<string, string> Resolve(SecurityHeaderValues values, IReadOnlyDictionary<string, string>? defaults)
    {
        IEnumerable<KeyValuePair<string, string>> start = values.Preset is null && defaults is not null
            ? defaults
            : HeaderPresets.Of(values.Preset ?? SecurityHeadersPreset.Api);
        var headers = new OrderedDictionary<string, string>(start, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Own(values).Concat(values.Custom))
        {
            if (string.IsNullOrEmpty(value))
            {
                headers.Remove(name);
            }
            else
            {
                headers[name] = value;
            }
        }

        return headers;
    }

    /// <summary>The headers that have a key of their own, where it is set.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Own(SecurityHeaderValues values) =>
        ((KeyValuePair<string, string?>[])
        [
            new(HeaderNames.ContentSecurityPolicy, values.ContentSecurityPolicy),
            new(HeaderNames.ContentSecurityPolicyReportOnly, values.ContentSecurityPolicyReportOnly),
            new(HeaderPresets.PermissionsPolicy, values.PermissionsPolicy),
            new(HeaderNames.XContentTypeOptions, values.XContentTypeOptions),
            new(HeaderNames.XFrameOptions, values.XFrameOptions),
            new(HeaderPresets.ReferrerPolicy, values.ReferrerPolicy),
            new(HeaderPresets.OpenerPolicy, values.CrossOriginOpenerPolicy),
            new(HeaderPresets.EmbedderPolicy, values.CrossOriginEmbedderPolicy),
            new(HeaderPresets.ResourcePolicy, values.CrossOriginResourcePolicy),
            new(HeaderNames.CacheControl, values.CacheControl),
        ])
        .Where(pair => pair.Value is not null)
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value!));
}
