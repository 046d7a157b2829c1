using ApiSecurity.Posture;
using ApiSecurity.Testing.Tests.Shop;

namespace ApiSecurity.Testing.Tests;

/// <summary>The shop with all of its holes, and without.</summary>
public sealed class PlantedHolesTests(PlantedHolesTests.Fixture fixture) : IClassFixture<PlantedHolesTests.Fixture>
{
    public static TheoryData<string> Planted => [.. Holes.All.Select(hole => hole.Id)];

    [Theory]
    [MemberData(nameof(Planted))]
    public void Every_hole_is_found(string id)
    {
        var hole = Holes.All.Single(one => one.Id == id);

        Assert.True(
            fixture.Vulnerable.FindingsFrom(PostureSeverity.Low).Any(finding => finding.Id == hole.Finding && finding.Endpoint == hole.Endpoint),
            $"{hole.Finding} at {hole.Endpoint} was not found:\n{string.Join('\n', fixture.Vulnerable.Results.Where(result => result.Case.Endpoint.Name == hole.Endpoint))}\nendpoints: {string.Join(", ", fixture.Vulnerable.Results.Select(result => result.Case.Endpoint.Name).Distinct())}");
    }

    [Fact]
    public void There_is_a_hole_of_every_kind()
    {
        // Those two are planted in an application of their own.
        string[] elsewhere = [SecurityTestFindingIds.ErrorUnhandled, SecurityTestFindingIds.LimitQuery];
        var ids = typeof(SecurityTestFindingIds).GetFields().Select(field => (string)field.GetValue(null)!).Except(elsewhere);

        Assert.Equal(ids.Order(StringComparer.Ordinal), Holes.All.Select(hole => hole.Finding).Distinct().Order(StringComparer.Ordinal));
        Assert.True(Holes.All.Count >= 40);
        Assert.Equal(Holes.All.Count, Holes.All.Select(hole => hole.Id).Distinct().Count());
    }

    [Fact]
    public void Nothing_is_found_where_no_hole_is()
    {
        var planted = Holes.All.SelectMany(hole => hole.Also.Append(hole.Finding).Select(finding => (finding, hole.Endpoint))).ToHashSet();
        var strange = fixture.Vulnerable.FindingsFrom(PostureSeverity.Low).Where(finding => !planted.Contains((finding.Id, finding.Endpoint))).ToArray();

        Assert.True(strange.Length == 0, string.Join('\n', strange.Select(finding => finding.ToString())));
    }

    [Fact]
    public void Nothing_is_found_in_the_repaired_shop()
    {
        Assert.True(fixture.Repaired.Findings.Count == 0, string.Join('\n', fixture.Repaired.Findings));
        fixture.Repaired.ThrowIfAny(PostureSeverity.Info);
    }

    [Fact]
    public void What_was_not_found_in_the_repaired_shop_was_looked_for()
    {
        // An import from a partner has no partner here.
        var notProven = fixture.Repaired.Results.Where(result => result.Case.Endpoint.Name != "POST /imports" && result.Notes.Any(note => note.StartsWith("not proven", StringComparison.Ordinal))).ToArray();

        Assert.True(notProven.Length == 0, string.Join('\n', notProven.Select(result => result.ToString())));
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public SecurityTestReport Vulnerable { get; private set; } = null!;

        public SecurityTestReport Repaired { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            // Side by side: the tests of one application must not know of another's.
            var both = await Task.WhenAll(RunAsync(new Holes(Holes.All.Select(hole => hole.Id))), RunAsync(new Holes()));
            (Vulnerable, Repaired) = (both[0], both[1]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static async Task<SecurityTestReport> RunAsync(Holes holes)
        {
            using var tokens = new TestTokens();
            await using var app = await ShopApi.StartAsync(tokens, holes);
            await using var tests = SecurityTests.For(app, tokens).WithSeed(new ShopSeed());
            return await tests.RunAsync(TestContext.Current.CancellationToken);
        }
    }
}
