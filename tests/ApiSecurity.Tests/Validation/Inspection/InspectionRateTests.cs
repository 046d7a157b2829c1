using System.Globalization;
using System.Text;

namespace ApiSecurity.Tests.Validation.Inspection;

/// <summary>
/// What inspection finds of the attacks, and what it takes for one that is none, by class and level. The table in docs/inspection.md is made of this:
/// run with <c>APISECURITY_WRITE_DOCS=1</c> to write it anew.
/// </summary>
public sealed class InspectionRateTests
{
    private const string From = "<!-- rates: written by InspectionRateTests -->\n";
    private const string To = "\n<!-- end of rates -->";

    /// <summary>What must not slide back. OWASP CRS 4 at level 1: 93.0 %, 3.05 % and 10.5 %.</summary>
    private const double LeastRecall = 95.5;

    private const double MostFalse = 0.15;

    private const double MostFalseOfLookalikes = 2.0;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void More_is_found_and_less_is_mistaken_than_by_the_core_rule_set(bool heldOut)
    {
        Assert.SkipUnless(InspectionSamples.AreHere, "The shared test data is not here.");
        var attacks = InspectionSamples.Read("attacks").Where(sample => sample.IsHeldOut == heldOut).ToArray();
        var benign = InspectionSamples.Read("benign").Where(sample => sample.IsHeldOut == heldOut).ToLookup(sample => sample.Class == "lookalike");

        Assert.InRange(Rate(attacks, 1), LeastRecall, 100);
        Assert.InRange(Rate([.. benign[false]], 1), 0, MostFalse);
        Assert.InRange(Rate([.. benign[true]], 1), 0, MostFalseOfLookalikes);
    }

    [Theory]
    [InlineData("sqli", 96.5)]
    [InlineData("SQL Injection", 95.5)]
    [InlineData("xss", 98.0)]
    [InlineData("XSS Injection", 88.0)]
    [InlineData("Directory Traversal", 98.0)]
    [InlineData("File Inclusion", 95.0)]
    [InlineData("Command Injection", 90.0)]
    [InlineData("XXE Injection", 80.0)]
    [InlineData("NoSQL Injection", 88.0)]
    public void No_class_slides_back(string name, double least)
    {
        Assert.SkipUnless(InspectionSamples.AreHere, "The shared test data is not here.");

        Assert.InRange(Rate([.. InspectionSamples.Read("attacks").Where(sample => sample.Class == name)], 1), least, 100);
    }

    [Fact]
    public void The_docs_show_the_rates_as_they_are()
    {
        Assert.SkipUnless(InspectionSamples.AreHere, "The shared test data is not here.");
        var file = Repository.PathOf("docs", "inspection.md");
        var page = File.ReadAllText(file);
        var from = page.IndexOf(From, StringComparison.Ordinal) + From.Length;
        var to = page.IndexOf(To, StringComparison.Ordinal);
        var table = Table();
        if (Environment.GetEnvironmentVariable("APISECURITY_WRITE_DOCS") == "1")
        {
            page = page[..from] + table + page[to..];
            File.WriteAllText(file, page);
            to = from + table.Length;
        }

        Assert.True(page[from..to] == table, $"docs/inspection.md does not show the rates as they are. Run this test with APISECURITY_WRITE_DOCS=1. They are:\n{table}");
    }

    private static double Rate(IReadOnlyCollection<InspectionSamples.Sample> samples, int level) =>
        samples.Count == 0 ? 0 : 100.0 * samples.Count(sample => InspectionSamples.IsFound(sample.Text, level)) / samples.Count;

    private static string Table()
    {
        var table = new StringBuilder("| texts | how many | level 1 | of them held out | level 2 | level 3 | level 4 |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        var attacks = InspectionSamples.Read("attacks").ToArray();
        foreach (var group in attacks.GroupBy(sample => sample.Class).Where(group => group.Count() >= 8).OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase))
        {
            Line(group.Key, [.. group]);
        }

        var benign = InspectionSamples.Read("benign").ToArray();
        Line("**all attacks**", attacks);
        Line("**benign, without look-alikes**", [.. benign.Where(sample => sample.Class != "lookalike")]);
        Line("**look-alikes**", [.. benign.Where(sample => sample.Class == "lookalike")]);
        return table.ToString().TrimEnd('\n');

        void Line(string name, InspectionSamples.Sample[] samples)
        {
            var held = samples.Where(sample => sample.IsHeldOut).ToArray();
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {name} | {samples.Length} | {Rate(samples, 1):0.00} % | {Rate(held, 1):0.00} % | {Rate(samples, 2):0.00} % | {Rate(samples, 3):0.00} % | {Rate(samples, 4):0.00} % |\n");
        }
    }
}
