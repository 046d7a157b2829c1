using ApiSecurity.Headers;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Http;

/// <summary>Gives pages the nonce of their Content-Security-Policy.</summary>
public static class ApiSecurityCspNonceHttpContextExtensions
{
    /// <summary>
    /// Gets the nonce of this request, for the <c>nonce</c> attribute of its script and style elements (CSP level 3, section 7.1): 128 random
    /// bits, the same for the whole request. It stands in the header only if a page asks for it before its answer starts. Output caching
    /// does not store such an answer.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <returns>22 characters that need no encoding in HTML.</returns>
    /// <exception cref="InvalidOperationException">
    /// The answer has started without the nonce, or the policy that applies has no place for one.
    /// </exception>
    public static string GetCspNonce(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<CspNonce>() is { } known)
        {
            return known.Value;
        }

        if (context.Response.HasStarted)
        {
            throw new InvalidOperationException("The answer's headers are sent already. Call GetCspNonce() before the first byte of the answer is written.");
        }

        ThrowIfPolicyHasNoPlace(context);
        if (context.Features.Get<IOutputCacheFeature>() is { } cache)
        {
            cache.Context.AllowCacheStorage = false;
        }

        var nonce = new CspNonce();
        context.Features.Set(nonce);
        return nonce.Value;
    }

    private static void ThrowIfPolicyHasNoPlace(HttpContext context)
    {
        var policies = context.RequestServices.GetService<HeaderPolicySource>()?.Current;
        if (policies is null or { IsEnabled: false } || policies.HasPaths || policies.For(context).HasNonce
            || context.Response.Headers.ContentSecurityPolicy.Count > 0)
        {
            return;
        }

        throw new InvalidOperationException(
            "The security headers of this endpoint have no place for a nonce, so that no browser would honour it. "
            + "Choose a policy with 'nonce-{nonce}' in its Content-Security-Policy: .WithSecurityHeaders(SecurityHeadersPreset.Browser), for one.");
    }
}
