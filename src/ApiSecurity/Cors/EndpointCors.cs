using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Cors;

/// <summary>What an endpoint's metadata say about callers from other origins.</summary>
internal sealed class EndpointCors
{
    /// <summary>For requests that no endpoint was found for.</summary>
    public static readonly EndpointCors Nothing = new(EndpointMetadataCollection.Empty);

    private readonly string[] _accepted;
    private readonly bool _takesForms;

    public EndpointCors(EndpointMetadataCollection metadata)
    {
        IsExcluded = metadata.GetMetadata<DisableApiSecurityAttribute>() is not null;
        AllowsCrossSite = metadata.GetMetadata<AllowCrossSiteAttribute>() is not null;

        // The most specific of all, as in the framework's middleware; a name of null means the default policy.
        var cors = metadata.GetMetadata<ICorsMetadata>();
        HasMetadata = cors is not null;
        IsDisabled = cors is IDisableCorsAttribute;
        Policy = (cors as ICorsPolicyMetadata)?.Policy;
        PolicyName = (cors as IEnableCorsAttribute)?.PolicyName;

        _accepted = [.. metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? []];
        StreamsEvents = metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Any(produces => produces.ContentTypes.Any(type => type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)));
        _takesForms = metadata.GetMetadata<ActionDescriptor>()?.Parameters
            .Any(parameter => parameter.BindingInfo?.BindingSource is { } source
                && (source == BindingSource.Form || source == BindingSource.FormFile)) == true;
    }

    /// <summary>Whether <c>DisableApiSecurity</c> takes the endpoint out.</summary>
    public bool IsExcluded { get; }

    public bool AllowsCrossSite { get; }

    /// <summary>Whether the framework insists on a CORS middleware that has seen this endpoint.</summary>
    public bool HasMetadata { get; }

    public bool IsDisabled { get; }

    public CorsPolicy? Policy { get; }

    public string? PolicyName { get; }

    /// <summary>Whether the endpoint says that its answer is a stream of events, whatever the client asks for.</summary>
    public bool StreamsEvents { get; }

    /// <summary>Whether the endpoint itself says that it takes a content type that a form or a script can send without a pre-flight.</summary>
    public bool Accepts(ReadOnlySpan<char> mediaType)
    {
        if (_takesForms && !mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var accepted in _accepted)
        {
            if (mediaType.Equals(accepted, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
