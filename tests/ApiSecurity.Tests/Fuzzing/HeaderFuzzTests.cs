using System.Globalization;
using ApiSecurity.Tests.Authentication;
using ApiSecurity.Tests.Transport;

namespace ApiSecurity.Tests.Fuzzing;

/// <summary>
/// Whatever stands in a header, there is an answer, it is no 500, and nobody is let in. The numbers are those of <see cref="Seed"/>; to look longer, set
/// <c>APISECURITY_FUZZ</c> to another seed and a count: <c>42:100000</c>.
/// </summary>
public sealed class HeaderFuzzTests
{
    private const int Seed = 20260101;
    private const int Count = 400;

    [Theory]
    [InlineData("Authorization")]
    [InlineData("DPoP")]
    [InlineData("Client-Cert")]
    [InlineData("Signature-Input")]
    [InlineData("Signature")]
    [InlineData("X-Api-Key")]
    [InlineData("Forwarded")]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Forwarded-Proto")]
    [InlineData("X-Forwarded-Host")]
    public async Task There_is_always_an_answer_and_nobody_is_let_in(string header)
    {
        await using var app = await FuzzedApp.StartAsync();
        Assert.Equal(200, await AskAsync(app, [("Authorization", $"Bearer {app.Tokens().Mint()}")]));
        var (seed, count) = Settings();
        for (var round = 0; round < count; round++)
        {
            var mutator = new Mutator(HashCode(header, seed, round));
            var headers = FuzzedApp.HeadersFor(header, app);
            headers[0].Value = mutator.Mutate(headers[0].Value);
            if (round % 11 == 10)
            {
                headers = [.. headers, (headers[0].Name, mutator.Mutate(headers[0].Value))];
            }

            var status = await AskAsync(app, headers);
            Assert.True(status is >= 400 and < 500, $"{header}, seed {seed}, round {round}: {status}\n{string.Join('\n', headers)}");
        }

        Assert.Equal(200, await AskAsync(app, [("Authorization", $"Bearer {app.Tokens().Mint()}")]));
        Assert.DoesNotContain(app.Logs.GetSnapshot(), record => record.Level >= LogLevel.Error);
    }

    /// <returns>The status; 0 without an answer.</returns>
    private static async Task<int> AskAsync(TestApp app, (string Name, string Value)[] headers)
    {
        var lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        return (await RawHttp.GetAsync(app.Address, "/me", lines)).Status;
    }

    private static int HashCode(string header, int seed, int round) => header.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter)) + (round * 7919);

    private static (int Seed, int Count) Settings() =>
        Environment.GetEnvironmentVariable("APISECURITY_FUZZ")?.Split(':') is [var seed, var count]
            ? (int.Parse(seed, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture))
            : (Seed, Count);
}
