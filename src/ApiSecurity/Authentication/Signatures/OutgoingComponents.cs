namespace ApiSecurity.Authentication;

/// <summary>A request as <see cref="HttpClient"/> is going to send it.</summary>
internal sealed class OutgoingComponents : MessageComponents
{
    private readonly HttpRequestMessage _request;
    private readonly Uri _uri;

    /// <exception cref="InvalidOperationException">The request has no absolute HTTP address.</exception>
    public OutgoingComponents(HttpRequestMessage request)
    {
        _request = request;
        _uri = request.RequestUri is { IsAbsoluteUri: true } uri && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri
            : throw new InvalidOperationException("Only requests to absolute http and https addresses can be signed.");
        var mark = _uri.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        Query = mark < 0 ? null : _uri.PathAndQuery[(mark + 1)..];
    }

    public override string? Query { get; }

    public override string? Derive(string name) => name switch
    {
        "@method" => _request.Method.Method,
        "@scheme" => _uri.Scheme,
        "@authority" => Authority(),
        "@target-uri" => $"{_uri.Scheme}://{Authority()}{_uri.PathAndQuery}",
        "@request-target" => _uri.PathAndQuery,
        "@path" => _uri.PathAndQuery.Split('?', 2)[0],
        "@query" => "?" + Query,
        _ => null,
    };

    public override IReadOnlyList<string?>? Lines(string field) =>
        // Known once the content is buffered, and not sent all the same.
        field == "content-length" && _request.Headers.TransferEncodingChunked == true ? null
        : _request.Headers.NonValidated.TryGetValues(field, out var values) ? [values.ToString()]
        : _request.Content is { } content && content.Headers.NonValidated.TryGetValues(field, out values) ? [values.ToString()]
        : null;

    private string Authority()
    {
        // What goes into the header Host.
        var host = _uri.HostNameType == UriHostNameType.IPv6 ? _uri.Host : _uri.IdnHost;
        return SignedAuthority.Normalize(_request.Headers.Host ?? (_uri.IsDefaultPort ? host : $"{host}:{_uri.Port}"), _uri.Scheme);
    }
}
