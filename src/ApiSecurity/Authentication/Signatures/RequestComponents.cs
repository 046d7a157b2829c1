using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Authentication;

/// <summary>A request as it arrived, with the scheme and the host that the transport step took from a trusted proxy.</summary>
internal sealed class RequestComponents : MessageComponents
{
    private readonly HttpRequest _request;
    private readonly string _target;
    private readonly string? _path;

    public RequestComponents(HttpRequest request)
    {
        _request = request;
        // A server that does not tell what came (the one for tests) has at least what it made of it.
        _target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw
            ? raw
            : $"{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}";
        (_path, Query) = Split(_target);
    }

    public override string? Query { get; }

    public override string? Derive(string name) => name switch
    {
        "@method" => _request.Method,
        "@scheme" => _request.Scheme.ToLowerInvariant(),
        "@authority" => Authority(),
        "@target-uri" => Authority() is { } authority && _path is not null ? $"{_request.Scheme.ToLowerInvariant()}://{authority}{_path}{(Query is null ? null : "?" + Query)}" : null,
        "@request-target" => _target.Length > 0 ? _target : null,
        "@path" => _path,
        "@query" => "?" + Query,
        _ => null,
    };

    public override IReadOnlyList<string?>? Lines(string field) => _request.Headers.TryGetValue(field, out var lines) && lines.Count > 0 ? (IReadOnlyList<string?>)lines : null;

    private string? Authority() => _request.Host.Value is { Length: > 0 } host ? SignedAuthority.Normalize(host, _request.Scheme) : null;

    /// <summary>The target in the form that origin servers get, or the absolute one that they must take too (RFC 9112 section 3.2).</summary>
    private static (string? Path, string? Query) Split(string target)
    {
        if (!target.StartsWith('/'))
        {
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            if (authority < 0)
            {
                return default;
            }

            var end = target.AsSpan(authority + 3).IndexOfAny('/', '?');
            target = end < 0 ? string.Empty : target[(authority + 3 + end)..];
        }

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? target : target[..mark];
        return (path.Length == 0 ? "/" : path, mark < 0 ? null : target[(mark + 1)..]);
    }
}
