namespace ApiSecurity.Authentication;

/// <summary>
/// Signs the requests of an <see cref="HttpClient"/> (RFC 9421), with the digest of their content (RFC 9530); each time with another nonce. Stands next to
/// the network, so that what is signed is what is sent: add handlers that change requests before it.
/// </summary>
public sealed class HttpSignatureHandler : DelegatingHandler
{
    private readonly RequestSigner _signer;

    /// <summary>Makes a handler.</summary>
    /// <param name="options">What to sign, with which key.</param>
    /// <param name="timeProvider">The clock behind <c>created</c>; that of the system if left out.</param>
    /// <exception cref="ArgumentException">The options can't be used; the message says why.</exception>
    public HttpSignatureHandler(HttpSigningOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = HttpSigningOptionsRule.Check(options).ToArray();
        if (errors.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        _signer = new RequestSigner(options, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await _signer.SignAsync(request, cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Waits only for content that is itself read asynchronously; unsigned it must not go.
        _signer.SignAsync(request, cancellationToken).GetAwaiter().GetResult();
        return base.Send(request, cancellationToken);
    }
}
