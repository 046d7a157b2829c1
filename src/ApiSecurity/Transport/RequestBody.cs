using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Transport;

internal static class RequestBody
{
    /// <summary>Whether the request has a body, or may have one that does not tell its length.</summary>
    public static bool IsThere(HttpContext context) =>
        context.Request.ContentLength is { } length
            ? length > 0
            : context.Features.Get<IHttpRequestBodyDetectionFeature>() is { } detection
                ? detection.CanHaveBody
                : context.Request.Headers.TransferEncoding.Count > 0;
}
