using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ApiSecurity.Pipeline;

/// <summary>What an endpoint says itself of how long its body may be: read in one way by all rooms that read bodies.</summary>
internal static class OwnBodyLimit
{
    /// <summary>[RequestSizeLimit], the framework's, where null is no limit; else the innermost of ours.</summary>
    /// <returns>The limit in bytes; <see cref="long.MaxValue"/> for none; <see langword="null"/> where the endpoint does not say.</returns>
    public static long? Of(EndpointMetadataCollection metadata)
    {
        if (metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } frameworks)
        {
            return frameworks.MaxRequestBodySize ?? long.MaxValue;
        }

        var limits = metadata.GetOrderedMetadata<IBodyLimitMetadata>();
        for (var index = limits.Count - 1; index >= 0; index--)
        {
            if (limits[index].MaxBytes is { } own)
            {
                return own;
            }
        }

        return null;
    }
}
