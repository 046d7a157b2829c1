using System.Buffers;

namespace ApiSecurity.Pipeline;

/// <summary>Writes texts that others have chosen, such as a caller's subject, so that no part of them passes for a line of the log.</summary>
internal static class SecurityEventText
{
    private static readonly SearchValues<char> Breaking = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(character => char.IsControl(character) || character is '\u2028' or '\u2029')]);

    /// <returns>The text, with a question mark for each character that breaks a line or steers a terminal.</returns>
    public static string? OneLine(string? text) => text is null || !text.AsSpan().ContainsAny(Breaking)
        ? text
        : string.Create(text.Length, text, static (line, original) => original.AsSpan().ReplaceAny(line, Breaking, '?'));
}
