using System.Diagnostics.CodeAnalysis;

namespace ApiSecurity.Pipeline;

/// <summary>Reads structured fields (RFC 9651, which contains RFC 8941): by the letter, and within bounds.</summary>
/// <remarks>The bounds are what the RFC demands as the least to support. A field of several lines is joined with commas before.</remarks>
internal static class StructuredField
{
    public const int MaxLength = 65536;
    public const int MaxMembers = 1024;
    public const int MaxInnerItems = 256;
    public const int MaxParameters = 256;

    public static bool TryParseDictionary(ReadOnlySpan<char> text, [NotNullWhen(true)] out OrderedMembers<StructuredMember>? dictionary)
    {
        var reader = new StructuredFieldReader(text);
        return reader.TryReadDictionary(out dictionary);
    }

    public static bool TryParseList(ReadOnlySpan<char> text, [NotNullWhen(true)] out IReadOnlyList<StructuredMember>? list)
    {
        var reader = new StructuredFieldReader(text);
        return reader.TryReadList(out list);
    }

    public static bool TryParseItem(ReadOnlySpan<char> text, [NotNullWhen(true)] out StructuredItem? item)
    {
        var reader = new StructuredFieldReader(text);
        return reader.TryReadWholeItem(out item);
    }
}
