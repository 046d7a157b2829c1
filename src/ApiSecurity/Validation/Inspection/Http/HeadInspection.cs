using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Validation;

/// <summary>Looks through what comes before the body: path, query, headers, cookies.</summary>
internal static class HeadInspection
{
    /// <summary>Headers whose grammar the server or another room holds, and credentials, which are nobody's to read.</summary>
    private static readonly FrozenSet<string> Skipped = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Host", "Accept", "Accept-Encoding", "Accept-Language", "Accept-Charset", "Authorization", "Proxy-Authorization", "Connection", "Content-Length", "Content-Type",
        "Content-Encoding", "Cookie", "Cache-Control", "Pragma", "Origin", "Date", "Expect", "Keep-Alive", "Transfer-Encoding", "TE", "Upgrade", "Via", "Range", "If-Match",
        "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "DNT", "DPoP", "Signature", "Signature-Input", "Content-Digest", "Client-Cert", "Client-Cert-Chain",
        "traceparent", "tracestate", "baggage", "Forwarded", "Priority", "Upgrade-Insecure-Requests", "Sec-WebSocket-Key", "Sec-WebSocket-Extensions", "Sec-CH-UA", "Sec-CH-UA-Full-Version-List",
        "Accept-Signature", "X-Api-Key");

    public static void Look(HttpRequest request, ref InspectionRun run)
    {
        Path(request.Path.Value, ref run);
        if (request.QueryString.HasValue)
        {
            Fields(request.QueryString.Value.AsMemory(), "query", ref run);
        }

        var headers = request.Headers;
        Values(headers.UserAgent, "User-Agent", ref run);
        Values(headers.Referer, "Referer", ref run);
        Cookies(headers.Cookie, ref run);
        if (headers.Count > CountKnown(headers))
        {
            foreach (var (name, values) in headers)
            {
                if (!Skipped.Contains(name) && name is not ("User-Agent" or "Referer"))
                {
                    Values(values, name, ref run);
                }
            }
        }
    }

    /// <summary>Fields of a query or a form, decoded once, as the application gets them.</summary>
    public static void Fields(ReadOnlyMemory<char> text, string kind, ref InspectionRun run)
    {
        foreach (var field in new QueryStringEnumerable(text))
        {
            if (run.IsFull)
            {
                return;
            }

            var name = field.DecodeName().Span;
            run.Text(field.DecodeValue().Span, kind, name);
            run.Text(name, kind, name);
        }
    }

    /// <summary>Segment by segment: a whole path has slashes and names of directories by nature. Slashes that were encoded are still so here.</summary>
    private static void Path(ReadOnlySpan<char> path, ref InspectionRun run)
    {
        if (!FirstLook.IsSuspicious(path))
        {
            return;
        }

        foreach (var range in path.Split('/'))
        {
            var findings = run.Look(path[range]);
            if (!findings.IsEmpty)
            {
                run.Add(findings, "path");
            }
        }
    }

    private static void Cookies(StringValues cookies, ref InspectionRun run)
    {
        for (var index = 0; index < cookies.Count; index++)
        {
            var header = cookies[index].AsSpan();
            foreach (var range in header.Split(';'))
            {
                var cookie = header[range].Trim();
                var equals = cookie.IndexOf('=');
                if (!run.IsFull)
                {
                    run.Text(cookie[(equals + 1)..], "cookie", equals < 0 ? default : cookie[..equals]);
                }
            }
        }
    }

    private static void Values(StringValues values, string name, ref InspectionRun run)
    {
        for (var index = 0; index < values.Count; index++)
        {
            if (!run.IsFull)
            {
                run.Repeated(values[index], "header", name);
            }
        }
    }

    /// <summary>Most requests have no others, and going through all headers costs an enumerator.</summary>
    private static int CountKnown(IHeaderDictionary headers) =>
        One(headers.Host) + One(headers.Accept) + One(headers.AcceptEncoding) + One(headers.AcceptLanguage) + One(headers.Authorization) + One(headers.Connection)
        + One(headers.ContentType) + (headers.ContentLength is null ? 0 : 1) + One(headers.Cookie) + One(headers.UserAgent) + One(headers.Referer) + One(headers.Origin)
        + One(headers.CacheControl) + One(headers.TraceParent);

    private static int One(StringValues values) => values.Count > 0 ? 1 : 0;
}
