using System.Net;
using ApiSecurity.Tests;
using AttackDemo;
using AttackDemo.Attacks;

namespace ApiSecurity.IntegrationTests.Samples;

/// <summary>Each attack of the demo, over real sockets: the bare API falls, the secured one holds, and honest clients are served by both.</summary>
public sealed class AttackTests(AttackTests.Both both) : IClassFixture<AttackTests.Both>
{
    public static TheoryData<string> Attacks() => [.. AttackList.All.Select(attack => attack.ToString())];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task The_bare_API_falls_and_the_secured_one_holds(string attack)
    {
        var result = await both.Arena.PlayAsync(AttackList.All.Single(candidate => candidate.ToString() == attack));

        Assert.True(result.BareFell, $"bare: {result.Bare}; its honest twin: {result.HonestBare}");
        Assert.True(result.SecuredHeld, $"secured: {result.Secured}; its honest twin: {result.HonestSecured}");
    }

    [Fact]
    public void The_picture_in_README_shows_the_attacks_that_there_are()
    {
        var picture = WebUtility.HtmlDecode(File.ReadAllText(Repository.PathOf("docs", "images", "attack-demo.svg")));

        Assert.All(AttackList.All, attack => Assert.Contains($">{attack.Name}<", picture, StringComparison.Ordinal));
        Assert.Equal(AttackList.All.Count, picture.Split(">stopped").Length - 1);
    }

    public sealed class Both : IAsyncLifetime
    {
        public Arena Arena { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Arena = await Arena.OpenAsync();

        public ValueTask DisposeAsync() => Arena.DisposeAsync();
    }
}
