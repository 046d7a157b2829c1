using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ApiSecurity.Authentication;

/// <summary>What a certificate calls its subject. Compared as a whole and by the letter: a part of a name is anybody's.</summary>
internal sealed class CertificateNames
{
    private const string AlternativeNames = "2.5.29.17";
    private const int MaximumLength = 2048;

    // RFC 5280 section 4.2.1.6, GeneralName.
    private static readonly Asn1Tag DnsTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    private readonly string _subject;
    private readonly List<string> _dns = [];
    private readonly List<string> _uris = [];

    private CertificateNames(string subject) => _subject = subject;

    /// <returns><see langword="null"/> where the names can't be read, or stand there twice.</returns>
    public static CertificateNames? Read(X509Certificate2 certificate)
    {
        try
        {
            var names = new CertificateNames(certificate.SubjectName.Name);
            X509Extension? found = null;
            foreach (var extension in certificate.Extensions)
            {
                if (extension.Oid?.Value == AlternativeNames)
                {
                    if (found is not null)
                    {
                        return null;
                    }

                    found = extension;
                    names.Add(extension.RawData);
                }
            }

            return names;
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A distinguished name as <see cref="HasSubject"/> compares it, however its letters were encoded; <see langword="null"/> if it is none.</summary>
    public static string? Normal(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaximumLength)
        {
            return null;
        }

        try
        {
            // Made of a text, it would give back the text.
            return new X500DistinguishedName(new X500DistinguishedName(name).RawData).Name is { Length: > 0 } normal ? normal : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static bool IsAlternativeName(string name) =>
        name.Length is > 0 and <= MaximumLength && (IsUri(name) ? Uri.TryCreate(name, UriKind.Absolute, out _) : Uri.CheckHostName(name) == UriHostNameType.Dns);

    public bool HasSubject(string normal) => string.Equals(_subject, normal, StringComparison.Ordinal);

    /// <summary>Of URIs there must be one only, as SPIFFE has it (X509-SVID section 2): of two, it would be the client that chooses who it is.</summary>
    public bool HasAlternativeName(string name) =>
        IsUri(name) ? _uris.Count == 1 && string.Equals(_uris[0], name, StringComparison.Ordinal) : _dns.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsUri(string name) => name.Contains(':', StringComparison.Ordinal);

    private void Add(byte[] extension)
    {
        var outer = new AsnReader(extension, AsnEncodingRules.DER);
        var names = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag.HasSameClassAndValue(UriTag))
            {
                _uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
            }
            else if (tag.HasSameClassAndValue(DnsTag))
            {
                _dns.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, DnsTag));
            }
            else
            {
                names.ReadEncodedValue();
            }
        }
    }
}
