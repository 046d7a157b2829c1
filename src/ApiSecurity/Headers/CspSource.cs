using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Headers;

/// <summary>Where a page may load something from, or which inline code may run: a source expression (CSP level 3, section 2.3.1).</summary>
public readonly record struct CspSource
{
    private readonly string? _text;

    private CspSource(string text) => _text = text;

    /// <summary>Gets <c>'none'</c>: nothing at all; stands alone.</summary>
    public static CspSource None { get; } = new("'none'");

    /// <summary>Gets <c>'self'</c>: the page's own origin.</summary>
    public static CspSource Self { get; } = new("'self'");

    /// <summary>Gets the nonce of the request (<c>HttpContext.GetCspNonce()</c>).</summary>
    public static CspSource Nonce { get; } = new(NonceTemplate.Source);

    /// <summary>Gets <c>'strict-dynamic'</c>: scripts that an allowed script adds are allowed, and host names count no more.</summary>
    public static CspSource StrictDynamic { get; } = new("'strict-dynamic'");

    /// <summary>Gets <c>'unsafe-inline'</c>: any inline code, an attacker's too. The start-up summary tells of it where scripts are concerned.</summary>
    public static CspSource UnsafeInline { get; } = new("'unsafe-inline'");

    /// <summary>Gets <c>'unsafe-eval'</c>: code from text. The start-up summary tells of it.</summary>
    public static CspSource UnsafeEval { get; } = new("'unsafe-eval'");

    /// <summary>Gets <c>'wasm-unsafe-eval'</c>: WebAssembly, but no JavaScript from text.</summary>
    public static CspSource WasmUnsafeEval { get; } = new("'wasm-unsafe-eval'");

    /// <summary>Gets <c>'unsafe-hashes'</c>: hashes count for event handlers and style attributes too.</summary>
    public static CspSource UnsafeHashes { get; } = new("'unsafe-hashes'");

    /// <summary>Gets <c>'report-sample'</c>: reports hold the beginning of what was blocked.</summary>
    public static CspSource ReportSample { get; } = new("'report-sample'");

    /// <summary>Gets <c>data:</c>. Never for scripts.</summary>
    public static CspSource Data { get; } = new("data:");

    /// <summary>Gets <c>blob:</c>.</summary>
    public static CspSource Blob { get; } = new("blob:");

    /// <summary>Makes a source of a host.</summary>
    /// <param name="host"><c>https://cdn.example.com</c>, <c>*.example.com</c>, <c>https://example.com:8443/scripts/</c>.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException"><paramref name="host"/> is not of this form.</exception>
    public static CspSource Host(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return CspSourceText.IsHost(host) && CspSourceText.FindFault(host) is null
            ? new CspSource(host)
            : throw new ArgumentException("This is not a host. Write https://cdn.example.com or *.example.com.", nameof(host));
    }

    /// <summary>Makes a source of a scheme.</summary>
    /// <param name="scheme"><c>https:</c>, <c>wss:</c>.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException"><paramref name="scheme"/> is not of this form.</exception>
    public static CspSource Scheme(string scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return CspSourceText.IsScheme(scheme)
            ? new CspSource(scheme)
            : throw new ArgumentException("This is not a scheme. Write https: with the colon.", nameof(scheme));
    }

    /// <summary>Makes a source of a hash, as the browser's console prints it.</summary>
    /// <param name="hash"><c>sha256-…</c>, <c>sha384-…</c> or <c>sha512-…</c>, in base64.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is not of this form.</exception>
    public static CspSource Hash(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        var source = $"'{hash.Trim('\'')}'";
        return CspSourceText.IsHash(source)
            ? new CspSource(source)
            : throw new ArgumentException("This is not a hash. Write sha256-… with the hash in base64.", nameof(hash));
    }

    /// <summary>Makes a source of inline code: the SHA-256 hash of it.</summary>
    /// <param name="inlineText">The text between the tags of the element, to the last space and line break.</param>
    /// <returns>The source.</returns>
    public static CspSource HashOf(string inlineText)
    {
        ArgumentNullException.ThrowIfNull(inlineText);
        return new CspSource($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inlineText)))}'");
    }

    /// <inheritdoc />
    public override string ToString() => _text ?? string.Empty;
}
