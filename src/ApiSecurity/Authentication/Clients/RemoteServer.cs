namespace ApiSecurity.Authentication;

/// <summary>Sends requests to an authorization server; an answer has bounds in time and size, and a redirect is an answer like others.</summary>
internal sealed class RemoteServer(IHttpClientFactory clients, string name, TimeProvider time)
{
    private const int MaximumNonceLength = 512;

    /// <exception cref="RemoteServerException">No answer came, or not in time, or a longer one.</exception>
    public async Task<RemoteAnswer> SendAsync(HttpRequestMessage request, int maximumBytes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            // The factory keeps the connections; its clients are to be thrown away.
            using var client = clients.CreateClient(name);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, maximumBytes, linked.Token).ConfigureAwait(false);
            return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body, Nonce(response));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RemoteServerException("it did not answer in time", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException)
        {
            throw new RemoteServerException("it can't be reached", exception);
        }
    }

    public async Task<RemoteAnswer> GetAsync(Uri address, int maximumBytes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json");
        return await SendAsync(request, maximumBytes, timeout, cancellationToken).ConfigureAwait(false);
    }

    public static string? Nonce(HttpResponseMessage response) =>
        response.Headers.TryGetValues("DPoP-Nonce", out var values) && values.ToArray() is [{ Length: > 0 and <= MaximumNonceLength } nonce] ? nonce : null;

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int maximumBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maximumBytes)
        {
            throw new RemoteServerException("its answer is too long");
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[Math.Min(maximumBytes + 1, 4096)];
            var length = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return buffer.AsMemory(0, length);
                }

                length += read;
                if (length > maximumBytes)
                {
                    throw new RemoteServerException("its answer is too long");
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min((long)maximumBytes + 1, buffer.Length * 2L));
                }
            }
        }
    }
}
