using System.Security.Claims;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Headers;

/// <summary>One policy, made into what is written: immutable, its values built once, applied without an allocation.</summary>
internal sealed class HeaderPolicy
{
    /// <summary>Stands for "the endpoint names no policy", where null can't.</summary>
    public static readonly HeaderPolicy Unset = new();

    private readonly KeyValuePair<string, StringValues>[] _fixed = [];
    private readonly NonceTemplate[] _nonced = [];
    private readonly StringValues _cacheControl;
    private readonly StringValues _hsts;
    private readonly string[] _removed = [];

    private HeaderPolicy()
    {
    }

    public HeaderPolicy(IReadOnlyDictionary<string, string> headers, StringValues hsts, string[] removed)
    {
        _fixed = [.. headers.Where(IsFixed).Select(pair => KeyValuePair.Create(pair.Key, new StringValues(pair.Value)))];
        _nonced = [.. headers.Where(pair => NonceTemplate.IsTemplate(pair.Value)).Select(pair => new NonceTemplate(pair.Key, pair.Value))];
        _cacheControl = headers.TryGetValue(HeaderNames.CacheControl, out var cacheControl) ? cacheControl : StringValues.Empty;
        _hsts = hsts;
        _removed = removed;

        static bool IsFixed(KeyValuePair<string, string> pair) =>
            !NonceTemplate.IsTemplate(pair.Value) && !string.Equals(pair.Key, HeaderNames.CacheControl, StringComparison.OrdinalIgnoreCase);
    }

    public bool HasNonce => _nonced.Length > 0;

    public void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        var untouched = HasOnlyContent(headers);
        if (!untouched)
        {
            foreach (var name in _removed)
            {
                headers.Remove(name);
            }
        }

        foreach (ref readonly var header in _fixed.AsSpan())
        {
            if (untouched || !headers.ContainsKey(header.Key))
            {
                headers[header.Key] = header.Value;
            }
        }

        var nonce = HasNonce ? context.Features.Get<CspNonce>() : null;
        foreach (var template in _nonced)
        {
            if (untouched || !headers.ContainsKey(template.Header))
            {
                headers[template.Header] = nonce is null ? template.WithoutNonce : template.With(nonce.Value);
            }
        }

        if (_hsts.Count > 0 && context.Request.IsHttps && !LoopbackHost.Is(context.Request.Host.Value)
            && (untouched || headers.StrictTransportSecurity.Count == 0))
        {
            headers.StrictTransportSecurity = _hsts;
        }

        if (_cacheControl.Count > 0 && IsPersonal(context, headers, untouched, nonce) && (untouched || !SaysHowToCache(headers)))
        {
            headers.CacheControl = _cacheControl;
        }
    }

    /// <summary>The usual answer: the application has set nothing that could be in the way, and one look tells.</summary>
    private static bool HasOnlyContent(IHeaderDictionary headers) => headers.Count switch
    {
        0 => true,
        1 => headers.ContentType.Count > 0,
        2 => headers.ContentType.Count > 0 && headers.ContentLength.HasValue,
        _ => false,
    };

    private static bool SaysHowToCache(IHeaderDictionary headers) => headers.CacheControl.Count > 0 || headers.Expires.Count > 0;

    private static bool IsPersonal(HttpContext context, IHeaderDictionary headers, bool untouched, CspNonce? nonce)
    {
        if (nonce is not null || (!untouched && headers.SetCookie.Count > 0))
        {
            return true;
        }

        // HttpContext.User would make a principal for every anonymous request, and a copy of it for every known one.
        return (IsKnown(RequestIdentity.PrincipalOf(context.Features.Get<IHttpAuthenticationFeature>())) || context.Request.Headers.Authorization.Count > 0)
            && (untouched || !IsFile(context, headers));
    }

    /// <summary>Looks at the identities by index: ClaimsPrincipal.Identity walks them with an enumerator on the heap.</summary>
    private static bool IsKnown(ClaimsPrincipal? user)
    {
        if (user?.Identities is not IReadOnlyList<ClaimsIdentity> identities)
        {
            return user?.Identity is { IsAuthenticated: true };
        }

        for (var index = 0; index < identities.Count; index++)
        {
            if (identities[index].IsAuthenticated)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the static file middleware serves is the same for everybody, also for a caller who is known.</summary>
    private static bool IsFile(HttpContext context, IHeaderDictionary headers) =>
        headers.ETag.Count > 0 && headers.LastModified.Count > 0 && context.GetEndpoint() is null;
}
