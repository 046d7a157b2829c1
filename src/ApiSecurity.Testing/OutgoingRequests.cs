using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Http;

namespace ApiSecurity.Testing;

/// <summary>Requests of the application to the kit's own address: they are noted, and leave the machine never.</summary>
internal sealed class OutgoingRequests
{
    /// <summary>A name that nobody has (RFC 6761 section 6.4).</summary>
    public const string Host = "apisecurity-kit.invalid";

    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.OrdinalIgnoreCase);

    public void Add(Uri uri) => _seen[uri.PathAndQuery] = 0;

    public bool Has(string path) => _seen.ContainsKey(path);
}

internal sealed class OutgoingFilter(OutgoingRequests requests) : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        builder.AdditionalHandlers.Add(new Handler(requests));
    };

    private sealed class Handler(OutgoingRequests requests) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is { } uri && uri.Host.EndsWith(OutgoingRequests.Host, StringComparison.OrdinalIgnoreCase))
            {
                requests.Add(uri);
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent(string.Empty) });
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
