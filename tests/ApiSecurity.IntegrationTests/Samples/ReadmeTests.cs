using System.Text.RegularExpressions;
using ApiSecurity.Tests;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OrdersApi;
using OrdersApi.Development;

namespace ApiSecurity.IntegrationTests.Samples;

/// <summary>What README shows is what the sample does.</summary>
public sealed partial class ReadmeTests(ReadmeTests.Sample sample) : IClassFixture<ReadmeTests.Sample>
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    public static TheoryData<string> Commands() => [.. CurlExample.In(Readme).Select(example => example.Command)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_curl_line_gives_what_README_says(string command)
    {
        var example = CurlExample.In(Readme).Single(example => example.Command == command);
        using var client = new HttpClient();
        using var request = example.ToRequest(sample.Address, sample.TokenOf);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(example.StatusLine, $"HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}");
        var headers = response.Headers.Concat(response.Content.Headers).SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}"));
        Assert.Empty(example.Headers.Except(headers));
        Assert.Equal(example.Body, TraceId.Replace(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "\"traceId\":\"…\""));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_sample_prints_the_curl_lines_of_README(string command) =>
        Assert.Contains(command, CurlLines.Text(sample.Issuer, "http://127.0.0.1:5080").Split('\n'));

    [Fact]
    public void README_shows_a_refusal_of_each_kind() =>
        Assert.Equal(["200", "400", "401", "404"], CurlExample.In(Readme).Select(example => example.StatusLine.Split(' ')[1]).Order());

    [Fact]
    public void README_is_short_and_tells_its_licence_and_its_test_command()
    {
        var lines = Readme.Split('\n');

        Assert.InRange(lines.Length, 1, 200);
        Assert.Contains(lines.Take(20), line => line.Contains("Apache-2.0", StringComparison.Ordinal));
        Assert.Contains("dotnet test --solution ApiSecurity.sln", lines);     // nothing behind it: .ci/run takes the line as it is
    }

    [GeneratedRegex("""(?<="status":\d{3}.*)"traceId":"[0-9A-Za-z:-]+"(?=\}$)""")]
    private static partial Regex TraceId { get; }

    /// <summary>The sample as <c>dotnet run --project samples/OrdersApi</c> starts it, but on a port that is free.</summary>
    public sealed class Sample : IAsyncLifetime
    {
        private readonly WebApplication _app = OrdersApplication.Build(["--environment", Environments.Development], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
        });

        public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

        public DevelopmentIssuer Issuer => _app.Services.GetRequiredService<DevelopmentIssuer>();

        public string TokenOf(string variable) => Issuer.TokenFor(Person.All.Single(person => person.Subject.Equals(variable, StringComparison.OrdinalIgnoreCase)));

        public async ValueTask InitializeAsync() => await _app.StartAsync(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
