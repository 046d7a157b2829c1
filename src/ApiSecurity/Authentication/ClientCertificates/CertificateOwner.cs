using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Security.Cryptography;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>One of <see cref="ClientCertificateOptions.Clients"/>, compiled.</summary>
internal sealed class CertificateOwner
{
    private readonly ClientCertificateClientOptions _options;
    private readonly byte[]? _thumbprint;
    private readonly string? _subject;

    public CertificateOwner(ClientCertificateClientOptions options, CertificateAuthority? authority)
    {
        _options = options;
        _thumbprint = options.Thumbprint is { } text && TryReadThumbprint(text, out var bytes) ? bytes : null;
        _subject = options.SubjectName is { } name ? CertificateNames.Normal(name) : null;
        Authority = authority;
    }

    /// <summary>Who must have signed the certificate; <see langword="null"/> where the thumbprint says all.</summary>
    public CertificateAuthority? Authority { get; }

    public string Subject => _options.Subject;

    public static bool TryReadThumbprint(string text, [NotNullWhen(true)] out byte[]? thumbprint)
    {
        var digits = text.Replace(":", string.Empty, StringComparison.Ordinal);
        var isHash = digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigit);
        thumbprint = isHash ? Convert.FromHexString(digits) : null;
        return isHash;
    }

    public bool Owns(byte[] thumbprint, CertificateNames names) =>
        (_thumbprint is null || _thumbprint.AsSpan().SequenceEqual(thumbprint))
        && (_subject is null || names.HasSubject(_subject))
        && (_options.AlternativeName is not { } name || names.HasAlternativeName(name));

    /// <summary>Anew for each request: the application may add to it.</summary>
    public ClaimsPrincipal ToPrincipal(ClaimNames names) => CallerIdentity.Of(
        ClientCertificateDefaults.AuthenticationScheme, names, _options.Subject, _options.ClientId, _options.Tenant, [.. _options.Scopes], [.. _options.Permissions]);
}
