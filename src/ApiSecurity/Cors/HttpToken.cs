using System.Buffers;

namespace ApiSecurity.Cors;

/// <summary>A token of RFC 9110 section 5.6.2: the form of method and header names.</summary>
internal static class HttpToken
{
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static bool IsValid(ReadOnlySpan<char> text) => text.Length is > 0 and <= 128 && !text.ContainsAnyExcept(Characters);
}
