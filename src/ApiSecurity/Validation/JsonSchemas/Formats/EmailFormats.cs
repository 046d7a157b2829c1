using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>Mailboxes of RFC 5321 section 4.1.2, and of RFC 6531.</summary>
internal static class EmailFormats
{
    private const int Ascii = 128;
    private static readonly SearchValues<byte> AtomCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~"u8);

    public static bool IsEmail(ReadOnlySpan<byte> text) => IsMailbox(text, isInternational: false);

    public static bool IsInternationalEmail(ReadOnlySpan<byte> text) => IsMailbox(text, isInternational: true);

    private static bool IsMailbox(ReadOnlySpan<byte> text, bool isInternational)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at <= 0)
        {
            return false;
        }

        var local = text[..at];
        var domain = text[(at + 1)..];
        return (local[0] == '"' ? IsQuoted(local, isInternational) : IsDotted(local, isInternational))
            && (domain.Length > 2 && domain[0] == '[' && domain[^1] == ']'
                ? IsLiteral(domain[1..^1])
                : isInternational ? HostFormats.IsInternationalDomain(domain) : HostFormats.IsHostname(domain));
    }

    private static bool IsDotted(ReadOnlySpan<byte> local, bool isInternational)
    {
        foreach (var part in local.Split((byte)'.'))
        {
            var atom = local[part];
            if (atom.IsEmpty)
            {
                return false;
            }

            foreach (var character in atom)
            {
                if (!AtomCharacters.Contains(character) && !(isInternational && character >= Ascii))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<byte> local, bool isInternational)
    {
        if (local.Length < 2 || local[^1] != '"')
        {
            return false;
        }

        local = local[1..^1];
        for (var index = 0; index < local.Length; index++)
        {
            var isEscaped = local[index] == '\\' && ++index < local.Length;
            if (index == local.Length || (local[index] == '"' && !isEscaped))
            {
                return false;
            }

            if (local[index] is < (byte)' ' or 127 || (local[index] >= Ascii && !isInternational))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLiteral(ReadOnlySpan<byte> address) =>
        address.StartsWith("IPv6:"u8) ? AddressFormats.IsIPv6(address["IPv6:"u8.Length..]) : AddressFormats.IsIPv4(address);
}
