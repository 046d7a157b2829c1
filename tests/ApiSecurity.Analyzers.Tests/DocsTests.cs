using ApiSecurity.Tests;
using Markdig;
using Markdig.Syntax;
using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers.Tests;

/// <summary>The page says what the analyzers do: each rule has its heading, and each example is analysed.</summary>
public sealed class DocsTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "analyzers.md"));

    public static TheoryData<string> Rules() => [.. Code.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id).Distinct().Order(StringComparer.Ordinal)];

    public static TheoryData<int> Examples() => [.. Blocks().Select(block => block.Line + 1)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_has_its_place(string id)
    {
        var rule = Code.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).First(rule => rule.Id == id);
        var severity = rule.DefaultSeverity switch { DiagnosticSeverity.Warning => "warning", DiagnosticSeverity.Info => "info", _ => "?" };

        Assert.Equal("docs/analyzers.md#" + id.ToLowerInvariant(), rule.HelpLinkUri);
        Assert.Contains($"\n### {id}\n", Page, StringComparison.Ordinal);
        Assert.Contains($"| [{id}](#{id.ToLowerInvariant()}) | {severity} |", Page, StringComparison.Ordinal);
        Assert.Equal("ApiSecurity", rule.Category);
        Assert.True(rule.IsEnabledByDefault);
    }

    [Fact]
    public void No_heading_is_left_of_a_rule_that_is_gone() => Assert.Equal(
        Rules().Select(row => row.Data),
        Page.Split('\n').Where(line => line.StartsWith("### APISEC", StringComparison.Ordinal)).Select(line => line[4..]));

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Each_example_gives_the_alarms_that_it_shows(int line) => await Code.ExpectAsync(Blocks().Single(block => block.Line + 1 == line).Lines.ToString(), domain: Domain);

    private static IEnumerable<FencedCodeBlock> Blocks() => Markdown.Parse(Page).Descendants<FencedCodeBlock>().Where(block => block.Info == "csharp");

    private static readonly string Domain = File.ReadAllText(Repository.PathOf("tests", "ApiSecurity.Tests", "Documentation", "Domain.cs.txt"));
}
