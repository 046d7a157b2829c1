using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Headers;

/// <summary>Kestrel writes <c>Server: Kestrel</c> after all callbacks, so it has to be told not to.</summary>
internal sealed class KestrelServerHeader(FeatureOptionsSource<HeadersOptions> options) : IPostConfigureOptions<KestrelServerOptions>
{
    public void PostConfigure(string? name, KestrelServerOptions kestrel)
    {
        var removed = options.Current.RemovedHeaders ?? HeaderPresets.Removed;
        if (options.Current.IsEnforced && removed.Contains(HeaderNames.Server, StringComparer.OrdinalIgnoreCase))
        {
            kestrel.AddServerHeader = false;
        }
    }
}
