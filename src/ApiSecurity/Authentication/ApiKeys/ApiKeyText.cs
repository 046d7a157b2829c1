using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Authentication;

/// <summary>
/// The form of a key: <c>prefix_id_secret</c>, where the secret has 43 random characters (256 bits) and then six of a checksum over all before, by which
/// scanners know a key when they see one, and a mistyped key costs no look-up.
/// </summary>
internal static class ApiKeyText
{
    public const string DefaultPrefix = "apk";
    public const string PrefixForm = "Write 2 to 20 lower-case letters, digits and underscores, with a letter first and no underscore last: apk, shop_live.";
    public const string IdForm = "Write 4 to 32 lower-case letters and digits.";
    public const int HashLength = SHA256.HashSizeInBytes;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string LowerAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int NewIdLength = 16;
    private const int MinimumIdLength = 4;
    private const int MaximumIdLength = 32;
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;

    private static readonly SearchValues<char> Base62 = SearchValues.Create(Alphabet);
    private static readonly SearchValues<char> Lower = SearchValues.Create(LowerAlphabet);
    private static readonly SearchValues<char> LowerOrUnderscore = SearchValues.Create(LowerAlphabet + "_");

    public static bool IsPrefix(ReadOnlySpan<char> prefix) =>
        prefix.Length is >= 2 and <= 20 && char.IsAsciiLetterLower(prefix[0]) && prefix[^1] != '_' && !prefix.ContainsAnyExcept(LowerOrUnderscore);

    public static bool IsId(ReadOnlySpan<char> id) => id.Length is >= MinimumIdLength and <= MaximumIdLength && !id.ContainsAnyExcept(Lower);

    /// <summary>Lower-case, because keys of the configuration are compared without regard to case.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(LowerAlphabet, NewIdLength);

    public static string NewSecret() => RandomNumberGenerator.GetString(Alphabet, SecretLength);

    public static string Join(string prefix, string id, string secret)
    {
        var text = $"{prefix}_{id}_{secret}";
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(text, checksum);
        return $"{text}{checksum}";
    }

    /// <summary>Takes a key apart, if it has the form and its checksum is right.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, ReadOnlySpan<char> prefix, out ReadOnlySpan<char> id, out ReadOnlySpan<char> secret)
    {
        id = default;
        secret = default;
        const int Tail = 1 + SecretLength + ChecksumLength;
        if (!StartsWith(text, prefix) || text.Length > prefix.Length + 1 + MaximumIdLength + Tail || text.Length < prefix.Length + 1 + MinimumIdLength + Tail)
        {
            return false;
        }

        var tail = text[^Tail..];
        var visible = text[(prefix.Length + 1)..^Tail];
        Span<char> checksum = stackalloc char[ChecksumLength];
        if (tail[0] != '_' || !IsId(visible) || tail[1..].ContainsAnyExcept(Base62))
        {
            return false;
        }

        WriteChecksum(text[..^ChecksumLength], checksum);
        if (!tail[^ChecksumLength..].SequenceEqual(checksum))
        {
            return false;
        }

        id = visible;
        secret = tail[1..^ChecksumLength];
        return true;
    }

    public static bool StartsWith(ReadOnlySpan<char> text, ReadOnlySpan<char> prefix) =>
        text.Length > prefix.Length && text[prefix.Length] == '_' && text.StartsWith(prefix, StringComparison.Ordinal);

    public static byte[] HashOf(string id, string secret)
    {
        var hash = new byte[HashLength];
        Hash(id, secret, hash);
        return hash;
    }

    /// <summary>The id is hashed too, so that a stored hash is of no use beside another id.</summary>
    public static void Hash(ReadOnlySpan<char> id, ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[MaximumIdLength + 1 + SecretLength];
        var length = Encoding.ASCII.GetBytes(id, bytes);
        bytes[length++] = (byte)'_';
        length += Encoding.ASCII.GetBytes(secret, bytes[length..]);
        SHA256.HashData(bytes[..length], hash);
        CryptographicOperations.ZeroMemory(bytes);
    }

    private static void WriteChecksum(ReadOnlySpan<char> text, Span<char> checksum)
    {
        var rest = Crc32.Of(text);
        for (var index = checksum.Length - 1; index >= 0; index--)
        {
            checksum[index] = Alphabet[(int)(rest % (uint)Alphabet.Length)];
            rest /= (uint)Alphabet.Length;
        }
    }
}
