using System.Text.RegularExpressions;

namespace ApiSecurity.Tests.Documentation;

public sealed partial class ThreatMapTests
{
    [Fact]
    public void Every_test_that_the_threat_map_names_exists()
    {
        var map = File.ReadAllText(Repository.PathOf("docs", "threat-map.md"));
        var named = NamedTest().Matches(map).Select(match => match.Groups["path"].Value).Distinct().ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(
            File.Exists(Repository.PathOf("tests", "ApiSecurity.Tests", path + ".cs")) || Directory.Exists(Repository.PathOf("tests", "ApiSecurity.Tests", path)),
            $"docs/threat-map.md names {path}, which is not below tests/ApiSecurity.Tests."));
    }

    [GeneratedRegex(@"`(?<path>(Pipeline|Transport|Headers|Cors|Errors|Authentication|Authorization|Validation|RateLimiting|Posture)(/[A-Za-z]+)?)`", RegexOptions.NonBacktracking)]
    private static partial Regex NamedTest();
}
