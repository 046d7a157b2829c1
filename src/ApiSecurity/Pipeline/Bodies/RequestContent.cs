using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Pipeline;

/// <summary>What can be known of a request's content before it is read.</summary>
internal static class RequestContent
{
    /// <summary>Whether the request has content, or may have some whose length it does not tell.</summary>
    public static bool IsThere(HttpContext context) =>
        context.Request.ContentLength is { } length
            ? length > 0
            : context.Features.Get<IHttpRequestBodyDetectionFeature>() is { } detection
                ? detection.CanHaveBody
                : context.Request.Headers.TransferEncoding.Count > 0;
}
