using System.Buffers.Text;
using System.Security.Cryptography;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Signs a request: the options, compiled.</summary>
internal sealed class RequestSigner
{
    private const string Label = "sig1";
    private const string DigestHeader = "Content-Digest";
    private const int NonceBytes = 16;

    private static readonly string[] Always = ["@method", "@target-uri"];
    private static readonly string[] WherePresent = [RequiredComponents.ContentDigestField, "content-type", "authorization"];

    private readonly HttpSigningOptions _options;
    private readonly SignatureKey _key;
    private readonly TimeProvider _time;

    public RequestSigner(HttpSigningOptions options, TimeProvider time)
    {
        _options = options;
        _key = SignatureKey.Read(options.Algorithm, options.Key, forSigning: true);
        _time = time;
    }

    /// <exception cref="InvalidOperationException">The request does not have what is to be signed.</exception>
    public async Task SignAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
            content.Headers.Remove(DigestHeader);
            content.Headers.TryAddWithoutValidation(DigestHeader, await DigestAsync(content, cancellationToken).ConfigureAwait(false));
        }

        // Again, if a handler above tries the request once more: a nonce counts once.
        request.Headers.Remove(HttpSignatureDefaults.InputHeader);
        request.Headers.Remove(HttpSignatureDefaults.SignatureHeader);
        var message = new OutgoingComponents(request);
        var names = Names(request, message);
        var input = Describe(names);
        var components = input.InnerList!.Select(item => SignatureComponent.Read(item)!).ToArray();
        if (!SignatureBase.TryBuild(input, components, message, out var signed))
        {
            var missing = components.FirstOrDefault(component => !component.IsDerived && message.Lines(component.Name) is null)?.Name;
            throw new InvalidOperationException(missing is null
                ? "The request has a value that can't be signed: one that is not ASCII."
                : $"The request has no {missing}, which is to be signed. Set it, or take it out of the signature's components.");
        }

        var signature = new StructuredMember(BareItem.OfBytes(_key.Sign(signed)), null, new());
        request.Headers.TryAddWithoutValidation(HttpSignatureDefaults.InputHeader, $"{Label}={StructuredFieldWriter.Write(input)}");
        request.Headers.TryAddWithoutValidation(HttpSignatureDefaults.SignatureHeader, $"{Label}={StructuredFieldWriter.Write(signature)}");
    }

    private IEnumerable<string> Names(HttpRequestMessage request, OutgoingComponents message) => _options.Components.Count > 0
        ? _options.Components.Distinct(StringComparer.Ordinal).Where(name => request.Content is not null || !name.StartsWith("content-", StringComparison.Ordinal))
        : Always.Concat(WherePresent.Where(name => message.Lines(name) is not null));

    private StructuredMember Describe(IEnumerable<string> names)
    {
        var parameters = new OrderedMembers<BareItem>();
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        parameters.Set("created", BareItem.OfInteger(now));
        if (_options.Lifetime is { } lifetime)
        {
            parameters.Set("expires", BareItem.OfInteger(now + (long)lifetime.TotalSeconds));
        }

        parameters.Set("keyid", BareItem.OfString(_options.KeyId));
        parameters.Set("nonce", BareItem.OfString(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes))));
        if (_options.Tag is { } tag)
        {
            parameters.Set("tag", BareItem.OfString(tag));
        }

        return new StructuredMember(default, [.. names.Select(name => new StructuredItem(BareItem.OfString(name), new()))], parameters);
    }

    private async Task<string> DigestAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using HashAlgorithm hash = _options.DigestAlgorithm == ContentDigest.Sha512 ? SHA512.Create() : SHA256.Create();
        var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write);
        await using (stream.ConfigureAwait(false))
        {
            await content.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        return $"{_options.DigestAlgorithm}=:{Convert.ToBase64String(hash.Hash!)}:";
    }
}
