using System.Text.RegularExpressions;

namespace ApiSecurity.Validation;

/// <summary>A pattern that must match a whole text, as <c>[RegularExpression]</c> means it; in linear time where the pattern allows that.</summary>
internal sealed class WholePattern
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(250);

    private readonly Regex _pattern;

    public WholePattern(string pattern, int timeoutMilliseconds)
    {
        try
        {
            _pattern = new Regex(pattern, RegexOptions.NonBacktracking, LongestMatch);
        }
        catch (NotSupportedException)
        {
            // Look-arounds and back-references need backtracking: bounded by time.
            var own = TimeSpan.FromMilliseconds(timeoutMilliseconds > 0 ? timeoutMilliseconds : 250);
            _pattern = new Regex(pattern, RegexOptions.None, own < LongestMatch ? own : LongestMatch);
        }
    }

    /// <exception cref="RegexMatchTimeoutException">It took too long.</exception>
    public bool Matches(string text)
    {
        foreach (var match in _pattern.EnumerateMatches(text))
        {
            return match.Index == 0 && match.Length == text.Length;
        }

        return false;
    }
}
