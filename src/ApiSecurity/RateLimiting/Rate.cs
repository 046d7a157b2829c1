using System.Globalization;

namespace ApiSecurity.RateLimiting;

/// <summary>So many requests in such a time, as in <c>10/min</c> or <c>100/15min</c>.</summary>
internal readonly record struct Rate(int Permits, TimeSpan Window)
{
    public const string HowToWrite = "Write a number, a slash and a time: 10/s, 10/min, 10/h, 10/d, or a multiple of a time: 100/15min.";

    private const int LongestText = 32;

    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("s", TimeSpan.FromSeconds(1)), ("min", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Whether a text is meant as a rate: it begins with a digit, which the name of a policy may not.</summary>
    public static bool LooksLikeRate(string text) => text.Length > 0 && (char.IsAsciiDigit(text[0]) || text.Contains('/', StringComparison.Ordinal));

    /// <param name="text">The text, exactly: no blanks, no signs, lower case.</param>
    /// <param name="rate">The rate.</param>
    /// <param name="error">What is wrong, as a clause.</param>
    public static bool TryParse(string? text, out Rate rate, out string error)
    {
        rate = default;
        error = "is not a rate";
        if (string.IsNullOrEmpty(text) || text.Length > LongestText)
        {
            return false;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || !TryParseNumber(text.AsSpan(0, slash), out var permits) || !TryParseWindow(text.AsSpan(slash + 1), out var window))
        {
            return false;
        }

        if (permits == 0)
        {
            error = "allows nothing";
            return false;
        }

        if (window > LongestWindow)
        {
            error = "counts over more than a day, which does not outlive a restart";
            return false;
        }

        if (permits > window.TotalMicroseconds)
        {
            error = "allows more than a million requests a second";
            return false;
        }

        rate = new Rate(permits, window);
        return true;
    }

    public override string ToString()
    {
        foreach (var (name, length) in Units.Reverse())
        {
            if (Window.Ticks % length.Ticks == 0)
            {
                var multiple = Window.Ticks / length.Ticks;
                return string.Create(CultureInfo.InvariantCulture, $"{Permits}/{(multiple == 1 ? string.Empty : multiple)}{name}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Permits}/{Window}");
    }

    private static bool TryParseWindow(ReadOnlySpan<char> text, out TimeSpan window)
    {
        window = default;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
        {
            return false;
        }

        var multiple = 1;
        if (digits > 0 && (!TryParseNumber(text[..digits], out multiple) || multiple is 0 or > 86_400))
        {
            return false;
        }

        foreach (var (name, length) in Units)
        {
            if (text[digits..].SequenceEqual(name))
            {
                window = length * multiple;
                return true;
            }
        }

        return false;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        // int.TryParse lets NUL characters at the end pass.
        return !text.ContainsAnyExceptInRange('0', '9')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= 1_000_000_000;
    }
}
