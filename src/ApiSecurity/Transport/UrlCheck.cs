using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Transport;

/// <summary>The target of the request, as the client wrote it: what the server decoded has lost what is looked for here.</summary>
internal sealed class UrlCheck(TransportLimits limits) : TransportCheck
{
    private readonly int _maxPath = limits.MaxPathBytes;
    private readonly int _maxQuery = limits.MaxQueryBytes;
    private readonly int _maxParameters = limits.MaxQueryParameters;

    public override Refusal? Check(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        return target.IsEmpty || target[0] != '/' ? CheckOtherForm(context, target) : CheckParts(target);
    }

    private Refusal? CheckParts(ReadOnlySpan<char> target)
    {
        var mark = target.IndexOf('?');
        return mark < 0
            ? CheckPath(target)
            : CheckPath(target[..mark]) ?? CheckQuery(target[(mark + 1)..]);
    }

    private Refusal? CheckPath(ReadOnlySpan<char> path)
    {
        if (path.Length > _maxPath)
        {
            return TransportProblems.PathTooLong;
        }

        return Told(PathShape.Check(path));
    }

    private Refusal? CheckQuery(ReadOnlySpan<char> query)
    {
        if (query.Length > _maxQuery)
        {
            return TransportProblems.QueryTooLong;
        }

        if (query.Count('&') >= _maxParameters)
        {
            return TransportProblems.TooManyQueryParameters;
        }

        return Told(QueryShape.Check(query));
    }

    /// <summary>RFC 9112 section 3.2: a proxy's absolute form, <c>OPTIONS *</c>, <c>CONNECT host:port</c>; or a server that tells the decoded path only.</summary>
    private Refusal? CheckOtherForm(HttpContext context, ReadOnlySpan<char> target)
    {
        var request = context.Request;
        if (target.IsEmpty)
        {
            var path = request.Path.Value.AsSpan();
            var query = request.QueryString.Value.AsSpan();
            return (path.Length > _maxPath ? TransportProblems.PathTooLong : Told(PathShape.CheckDecoded(path)))
                ?? (query.IsEmpty ? null : CheckQuery(query[1..]));
        }

        if (target is "*")
        {
            return HttpMethods.IsOptions(request.Method) ? null : Told(UrlFault.TargetForm);
        }

        var scheme = target.IndexOf("://");
        if (scheme < 0 || !(target[..scheme].Equals("http", StringComparison.OrdinalIgnoreCase) || target[..scheme].Equals("https", StringComparison.OrdinalIgnoreCase)))
        {
            return HttpMethods.IsConnect(request.Method) ? null : Told(UrlFault.TargetForm);
        }

        var rest = target[(scheme + 3)..];
        var end = rest.IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        if (authority.Contains('@'))
        {
            return Told(UrlFault.UserInfo);
        }

        return end < 0 ? null : CheckParts(rest[end..]);
    }

    private static Refusal? Told(UrlFault fault) => fault == UrlFault.None ? null : TransportProblems.UrlMalformed(fault);
}
