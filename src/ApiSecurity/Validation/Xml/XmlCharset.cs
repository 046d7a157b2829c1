using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>
/// UTF-8, or UTF-16 that begins with its mark: what RFC 7303 section 3 asks all to read. What the media type, the mark and the declaration say must be
/// one and the same: readers differ about which of them counts.
/// </summary>
internal static class XmlCharset
{
    /// <returns>The only name that a charset or a declaration may have; <see langword="null"/> for other encodings.</returns>
    public static string? Of(ReadOnlySequence<byte> body)
    {
        Span<byte> first = stackalloc byte[4];
        var length = (int)Math.Min(body.Length, first.Length);
        body.Slice(0, length).CopyTo(first);
        return first[..length] switch
        {
            [0xFF, 0xFE, 0, 0] => null,
            [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] => "utf-16",
            [0, ..] or [_, 0, ..] => null,
            _ => "utf-8",
        };
    }

    public static bool Agrees(string charset, string? said) => string.IsNullOrEmpty(said) || said.Equals(charset, StringComparison.OrdinalIgnoreCase);
}
