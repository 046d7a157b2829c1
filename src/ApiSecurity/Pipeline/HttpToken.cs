using System.Buffers;

namespace ApiSecurity.Pipeline;

/// <summary>Tokens (RFC 9110 section 5.6.2): the form of methods and of field names.</summary>
internal static class HttpToken
{
    public const string Alphabet = LowerCaseAlphabet + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    private const string LowerCaseAlphabet = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> LowerCase = SearchValues.Create(LowerCaseAlphabet);

    public static bool IsValid(ReadOnlySpan<char> text, int maximumLength = int.MaxValue) =>
        !text.IsEmpty && text.Length <= maximumLength && !text.ContainsAnyExcept(Characters);

    /// <summary>Whether a text is a field's name as HTTP/2, structured fields and signatures write it: in lower case.</summary>
    public static bool IsLowerCase(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(LowerCase);
}
