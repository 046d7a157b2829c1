using System.Text.RegularExpressions;
using ApiSecurity.IntegrationTests.DropIn.Apps;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Time.Testing;

namespace ApiSecurity.IntegrationTests.DropIn;

/// <summary>
/// Dropped into an application that was not written for it, the library in Report mode changes no answer but for added headers:
/// the same requests go to the application alone and to the application behind <c>UseApiSecurity</c>.
/// </summary>
public sealed partial class ReportModeTests
{
    /// <summary>What Report mode may add; anything else is a change.</summary>
    private static readonly HashSet<string> Addable = new(StringComparer.OrdinalIgnoreCase)
    {
        "X-Content-Type-Options", "Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy",
        "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cross-Origin-Embedder-Policy", "Strict-Transport-Security",
        "X-Permitted-Cross-Domain-Policies", "X-DNS-Prefetch-Control", "Cache-Control", "Vary",
    };

    /// <summary>Stands still, so that what tells the time (a cookie's end) tells the same twice.</summary>
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly ExistingApp[] Apps =
        [MinimalApp.Create(), ControllersApp.Create(), OlderStyleApp.Create(), OlderStyleApp.Create(development: true), EverythingApp.Create(), IdentityApp.Create(), TokensApp.Create()];

    public static TheoryData<string, bool> Cases()
    {
        var data = new TheoryData<string, bool>();
        foreach (var app in Apps)
        {
            data.Add(app.Name, true);
            data.Add(app.Name, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_that_the_application_answers_changes(string name, bool addBeforeTheApplicationsServices)
    {
        var app = Apps.Single(app => app.Name == name);
        await using var bare = await StartAsync(app, with: false, addBeforeTheApplicationsServices);
        await using var secured = await StartAsync(app, with: true, addBeforeTheApplicationsServices);
        using var bareClient = bare.GetTestClient();
        using var securedClient = secured.GetTestClient();

        foreach (var request in app.Requests)
        {
            var expected = await SendAsync(bareClient, request);
            var actual = await SendAsync(securedClient, request);

            Assert.True(expected.Status == actual.Status, $"{app.Name}: {request}: status {expected.Status} became {actual.Status}, body: {actual.Body}");
            Assert.True(expected.Body == actual.Body, $"{app.Name}: {request}: the body changed from\n{expected.Body}\nto\n{actual.Body}");
            foreach (var (header, value) in expected.Headers)
            {
                Assert.True(
                    actual.Headers.TryGetValue(header, out var now) && (now == value || header == "Vary"),
                    $"{app.Name}: {request}: header {header} was '{value}' and became '{now}'");
            }

            var added = actual.Headers.Keys.Except(expected.Headers.Keys).Where(header => !Addable.Contains(header));
            Assert.True(!added.Any(), $"{app.Name}: {request}: added {string.Join(", ", added)}");
        }
    }

    private static async Task<WebApplication> StartAsync(ExistingApp app, bool with, bool before)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = app.Environment,
            ApplicationName = typeof(ReportModeTests).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        if (with && before)
        {
            builder.Services.AddApiSecurity(options => options.Mode = ApiSecurity.ApiSecurityMode.Report);
        }

        app.Services(builder);
        if (with && !before)
        {
            builder.Services.AddApiSecurity(options => options.Mode = ApiSecurity.ApiSecurityMode.Report);
        }

        var built = builder.Build();
        app.Rewriting(built);
        if (with)
        {
            built.UseApiSecurity();
        }

        app.Pipeline(built);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return built;
    }

    private static async Task<(int Status, string Body, Dictionary<string, string> Headers)> SendAsync(HttpClient client, ClientRequest request)
    {
        using var message = request.ToMessage();
        try
        {
            using var response = await client.SendAsync(message, TestContext.Current.CancellationToken);
            var headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => Stable(string.Join(", ", header.Value)), StringComparer.OrdinalIgnoreCase);
            headers.Remove("Date");
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return ((int)response.StatusCode, Stable(body), headers);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // TestServer hands an unhandled exception to the client: that too is an answer which must stay the same.
            return (0, $"{exception.GetType().Name}: {exception.Message}", []);
        }
    }

    /// <summary>Takes out what differs from request to request: trace ids, tokens, the names of generated methods.</summary>
    private static string Stable(string text) => Varying().Replace(text, "*");

    [GeneratedRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]|0HN[0-9A-Z]+|CfDJ8[-_A-Za-z0-9]+|lambda_method[0-9]+|[-_A-Za-z0-9]{22}", RegexOptions.NonBacktracking)]
    private static partial Regex Varying();
}
