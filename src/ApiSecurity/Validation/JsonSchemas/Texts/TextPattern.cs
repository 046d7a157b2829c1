using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace ApiSecurity.Validation;

/// <summary>A pattern of a schema (ECMA-262): in linear time, or, where it looks around or back, within a time that is bounded.</summary>
internal sealed class TextPattern
{
    /// <summary>How long one match may take that backtracks, and how long all of one validation together.</summary>
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTogether = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestLinearMatch = TimeSpan.FromSeconds(1);

    private readonly Regex? _regex;
    private readonly PatternTable? _table;
    private readonly bool _isBounded;

    /// <exception cref="FormatException">It is no pattern, or one that may not be run.</exception>
    public TextPattern(string pattern, bool allowsBacktracking)
    {
        var translated = EcmaPattern.Translate(pattern);
        _table = PatternTable.TryMake(pattern);
        if (_table is not null)
        {
            return;
        }

        try
        {
            _regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LongestLinearMatch);
        }
        catch (NotSupportedException) when (allowsBacktracking)
        {
            _isBounded = true;
            _regex = new Regex(translated, RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (NotSupportedException)
        {
            throw new FormatException("It can't be matched in linear time: it looks around or back, or is too large.");
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"It is no pattern that .NET can run: {exception.GetType().Name}.", exception);
        }
    }

    public bool Matches(ref SchemaRun run, ReadOnlySpan<byte> text)
    {
        if (_table is not null)
        {
            return _table.Matches(text);
        }

        if (run.Buffer.Chars.Length < text.Length)
        {
            run.Buffer.Chars = new char[text.Length];
        }

        var chars = run.Buffer.Chars.AsSpan(0, Encoding.UTF8.GetChars(text, run.Buffer.Chars));
        return _isBounded ? MatchesInTime(ref run, chars) : MatchesLinearly(ref run, chars);
    }

    /// <summary>Linear in the text, but a large pattern makes each character cost much.</summary>
    private bool MatchesLinearly(ref SchemaRun run, ReadOnlySpan<char> text)
    {
        try
        {
            return _regex!.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            run.Stop();
            return false;
        }
    }

    private bool MatchesInTime(ref SchemaRun run, ReadOnlySpan<char> text)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return _regex!.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            run.Stop();
            return false;
        }
        finally
        {
            run.Spent += Stopwatch.GetElapsedTime(started);
            if (run.Spent > LongestTogether)
            {
                run.Stop();
            }
        }
    }
}
