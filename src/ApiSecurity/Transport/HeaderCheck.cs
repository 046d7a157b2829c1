using System.Buffers;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Transport;

/// <summary>
/// Headers that say one thing to a proxy and another to the application: a second method, a second length, two values where there is one.
/// </summary>
internal sealed class HeaderCheck(TransportLimits limits, KestrelState kestrel) : TransportCheck
{
    private static readonly string[] Overrides = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"];

    private readonly int _maxCount = limits.MaxHeaderCount;
    private readonly int _maxBytes = limits.MaxHeaderBytes;

    public override Refusal? Check(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.Count > _maxCount || (!kestrel.BoundsHeaders && IsTooLarge(headers)))
        {
            return TransportProblems.HeadersTooLarge;
        }

        var http11 = HttpProtocol.IsHttp11(context.Request.Protocol);
        if (!http11 && HasMalformedName(headers))
        {
            return TransportProblems.HeaderNameMalformed;
        }

        if (headers.Authorization.Count > 1 || headers.ContentType.Count > 1)
        {
            return TransportProblems.HeaderRepeated;
        }

        if (headers.TransferEncoding.Count > 0 && (!http11 || IsAmbiguous(headers)))
        {
            return TransportProblems.FramingAmbiguous;
        }

        return OverridesMethod(headers, context.Request.QueryString.Value) ? TransportProblems.MethodOverride : null;
    }

    /// <summary>
    /// RFC 9112 section 6.3: who reads the one and who the other disagree on where the request ends. Kestrel goes by Transfer-Encoding and
    /// renames the length, and takes any coding before the last. Other versions have no coding at all (section 6.1; RFC 9113 section 8.2.2); Kestrel
    /// ignores one there, and a gateway would hand it on.
    /// </summary>
    private static bool IsAmbiguous(IHeaderDictionary headers)
    {
        StringValues coding = headers.TransferEncoding;
        return headers.ContentLength is not null
            || headers.ContainsKey("X-Content-Length")
            || coding.Count > 1
            || !string.Equals(coding, "chunked", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// In HTTP/1.1 the end of a name is what the parser looks for. In HTTP/2 it is a number, and Kestrel takes what is within, colons and line breaks
    /// too, which become headers of their own where they are written out as HTTP/1.1.
    /// </summary>
    private static bool HasMalformedName(IHeaderDictionary headers)
    {
        var count = headers.Count;
        var copy = ArrayPool<KeyValuePair<string, StringValues>>.Shared.Rent(count);
        headers.CopyTo(copy, 0);
        var malformed = false;
        foreach (var (name, _) in copy.AsSpan(0, count))
        {
            malformed |= name.AsSpan().IndexOfAnyExcept(HttpToken.Characters) >= 0;
        }

        ArrayPool<KeyValuePair<string, StringValues>>.Shared.Return(copy, clearArray: true);
        return malformed;
    }

    private static bool OverridesMethod(IHeaderDictionary headers, string? query)
    {
        foreach (var name in Overrides)
        {
            if (headers.ContainsKey(name))
            {
                return true;
            }
        }

        return query is not null && HasMethodParameter(query);
    }

    private static bool HasMethodParameter(ReadOnlySpan<char> query)
    {
        query = query.TrimStart('?');
        foreach (var range in query.Split('&'))
        {
            var parameter = query[range];
            var end = parameter.IndexOf('=');
            if (end > 0 && IsMethodName(parameter[..end]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The name as frameworks read it, with escapes decoded.</summary>
    private static bool IsMethodName(ReadOnlySpan<char> name)
    {
        const string Method = "_method";
        return name.Length == Method.Length ? name.Equals(Method, StringComparison.OrdinalIgnoreCase)
            : name.Length <= 3 * Method.Length && name.Contains('%') && Uri.UnescapeDataString(name).Equals(Method, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>For servers that set no such limit: each line as HTTP/1.1 writes it, with colon, blank and line end.</summary>
    private bool IsTooLarge(IHeaderDictionary headers)
    {
        long bytes = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                bytes += name.Length + 4 + (value?.Length ?? 0);
            }
        }

        return bytes > _maxBytes;
    }
}
