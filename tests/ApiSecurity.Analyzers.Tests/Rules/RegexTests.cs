using System.Diagnostics;
using System.Text.RegularExpressions;
using ApiSecurity.Validation;

namespace ApiSecurity.Analyzers.Tests;

public sealed class RegexTests
{
    /// <summary>Patterns, and what makes them slow: a text that is repeated, and an end that does not match.</summary>
    public static TheoryData<string, string, string> Slow => new()
    {
        { "^(a+)+$", "a", "!" },
        { "^(a*)*$", "a", "!" },
        { @"^(\w+\s?)*$", "a", "!" },
        { "^([a-zA-Z]+)*$", "a", "1" },
        { "^(a|aa)+$", "a", "!" },
        { @"^(.*?,)*$", ",", "x" },
        { "^(([a-z])+.)+[A-Z]([a-z])+$", "a", "!" },
        { "^((a+)b?)*c", "a", "!" },
        { "^(?<word>[a-z]+)+:", "a", "!" },
        { "^([a-z]{1,50}){1,50}$", "a", "!" },
        { @"^(([\w-]+)\.?)+@", "a", "!" },
        { "^(?i:(aB|Ab[a-z]?)+)$", "ab", "!" },
        { @"^(\s*\w*)*=", "a", "!" },
    };

    [Theory]
    [MemberData(nameof(Slow))]
    public void Is_told(string pattern, string pump, string end)
    {
        Assert.True(IsCatastrophic(pattern), $"{pattern} is not told.");

        // And it is true: the matcher of .NET runs out of time on a text of a few letters.
        var regex = new Regex(pattern, RegexOptions.None, TimeSpan.FromMilliseconds(250));
        var text = string.Concat(Enumerable.Repeat(pump, 45)) + end;
        Assert.Throws<RegexMatchTimeoutException>(() => regex.IsMatch(text));
    }

    [Theory]
    [InlineData("^a+$")]
    [InlineData("^(?:a+)+$")]
    [InlineData(@"^\d{1,3}(\.\d{1,3}){3}$")]
    [InlineData(@"^[a-z0-9]+(-[a-z0-9]+)*$")]
    [InlineData(@"^([\w\.\-]+)@([\w\-]+)((\.(\w){2,3})+)$")]
    [InlineData(@"^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])\.)*[a-zA-Z]{2,}$")]
    [InlineData("^[^@]+@[^@]+$")]
    [InlineData("(a+)+")]
    [InlineData("^(a|b)*$")]
    [InlineData(@"^(\d|\w)*$")]
    [InlineData("^(ab|cd)*$")]
    [InlineData(@"^""([^""\\]|\\.)*""$")]
    [InlineData(@"^(\w+\s)*\w+$")]
    [InlineData("^(?>(a+)+)$")]
    [InlineData("^(a?){8}$")]
    [InlineData(@"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")]
    [InlineData(@"^\+?(?:\d[ -]?){6,14}\d$")]
    [InlineData(@"(?<=\s)x(\d+,)*$")]
    [InlineData("")]
    [InlineData("((")]
    [InlineData(@"(\w)\1+$")]
    public void Is_not_told(string pattern) => Assert.False(IsCatastrophic(pattern), $"{pattern} is told.");

    [Fact]
    public void Strange_patterns_are_read_in_no_time()
    {
        var random = new Random(4711);
        const string Letters = @"ab01()[]{}|*+?^$\.,-:=!<>#dwsbpkx ";
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < 5_000; round++)
        {
            var pattern = new string([.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => Letters[random.Next(Letters.Length)])]);
            IsCatastrophic(pattern);
        }

        IsCatastrophic(new string('(', 5_000));
        IsCatastrophic(string.Concat(Enumerable.Repeat("(a+b?)*", 250)));
        IsCatastrophic("(" + string.Join('|', Enumerable.Range(0, 400).Select(number => "x" + number)) + ")*$");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public Task In_code() => Code.ExpectAsync(
        """
        using System.ComponentModel.DataAnnotations;
        using System.Text.RegularExpressions;

        const string Slow = @"^(\w+\s?)*$";
        var a = new Regex(Slow);      // APISEC013
        var b = Regex.IsMatch(args[0], @"^(\w+\s?)*$");      // APISEC013
        var c = new Regex(@"^(\w+\s?)*$", RegexOptions.Compiled | RegexOptions.IgnoreCase);      // APISEC013
        var d = new Regex(@"^(\w+\s?)*$", RegexOptions.NonBacktracking);
        var e = new Regex(@"^(\w+\s?)*$", RegexOptions.None, TimeSpan.FromMilliseconds(100));
        var f = Regex.Replace(args[0], @"^\w+$", "");
        var g = new Regex(args[0]);

        public sealed partial class Patterns
        {
            [GeneratedRegex(@"^(\w+\s?)*$")]      // APISEC013
            public static partial Regex One();

            [GeneratedRegex(@"^(\w+\s?)*$", RegexOptions.None, 100)]
            public static partial Regex Two();

            [RegularExpression(@"(\w+\s?)*")]      // APISEC013
            public string? Name { get; set; }

            [RegularExpression(@"(\w+\s?)*", MatchTimeoutInMilliseconds = 50)]
            public string? Title { get; set; }

            public static partial Regex One() => new("a");

            public static partial Regex Two() => new("a");
        }
        """,
        "APISEC013");

    private static bool IsCatastrophic(string pattern) => BacktrackingParser.Parse(pattern, PatternOptions.None, out _) is { } parsed && Backtracking.IsCatastrophic(parsed, isWhole: false);
}
