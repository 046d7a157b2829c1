using System.Buffers;
using System.Security.Cryptography;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>The field <c>Content-Digest</c> (RFC 9530 section 2): the digests of the content as it was sent, before it is decoded.</summary>
internal sealed class ContentDigest
{
    public const string Sha256 = "sha-256";
    public const string Sha512 = "sha-512";

    private const int MaxMembers = 16;

    private readonly byte[]? _sha256;
    private readonly byte[]? _sha512;

    private ContentDigest(byte[]? sha256, byte[]? sha512) => (_sha256, _sha512) = (sha256, sha512);

    /// <summary>The algorithms that are of use against an attacker; the others of the registry are not (RFC 9530 section 7.2).</summary>
    public static bool IsKnown(string algorithm) => algorithm is Sha256 or Sha512;

    /// <returns>The digests; <see langword="null"/> where the field is malformed or has none of a known algorithm.</returns>
    public static ContentDigest? Read(string text)
    {
        if (!StructuredField.TryParseDictionary(text, out var digests) || digests.HasDuplicates || digests.Count > MaxMembers)
        {
            return null;
        }

        return TryGet(digests, Sha256, SHA256.HashSizeInBytes, out var sha256) && TryGet(digests, Sha512, SHA512.HashSizeInBytes, out var sha512) && (sha256 ?? sha512) is not null
            ? new ContentDigest(sha256, sha512)
            : null;
    }

    public bool Matches(ReadOnlySequence<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        return (_sha256 is null || Matches(content, HashAlgorithmName.SHA256, _sha256, hash))
            && (_sha512 is null || Matches(content, HashAlgorithmName.SHA512, _sha512, hash));
    }

    private static bool TryGet(OrderedMembers<StructuredMember> digests, string algorithm, int length, out byte[]? digest)
    {
        digest = null;
        if (!digests.TryGet(algorithm, out var member))
        {
            return true;
        }

        digest = member.InnerList is null ? member.Value.Bytes : null;
        return digest?.Length == length;
    }

    private static bool Matches(ReadOnlySequence<byte> content, HashAlgorithmName algorithm, byte[] expected, Span<byte> hash)
    {
        int written;
        if (content.IsSingleSegment)
        {
            written = algorithm == HashAlgorithmName.SHA256 ? SHA256.HashData(content.FirstSpan, hash) : SHA512.HashData(content.FirstSpan, hash);
        }
        else
        {
            using var incremental = IncrementalHash.CreateHash(algorithm);
            foreach (var segment in content)
            {
                incremental.AppendData(segment.Span);
            }

            written = incremental.GetCurrentHash(hash);
        }

        return CryptographicOperations.FixedTimeEquals(hash[..written], expected);
    }
}
