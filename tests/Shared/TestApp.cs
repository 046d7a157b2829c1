using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ApiSecurity.Tests;

/// <summary>
/// A small application behind <c>AddApiSecurity</c>/<c>UseApiSecurity</c>, with what tests want to look at: its client, its logs,
/// its security events and its clock.
/// </summary>
public sealed class TestApp : IAsyncDisposable
{
    private TestApp(WebApplication app, EventRecorder events, FakeLogCollector logs, FakeTimeProvider time)
    {
        App = app;
        Events = events;
        Logs = logs;
        Time = time;
    }

    public WebApplication App { get; }

    public EventRecorder Events { get; }

    public FakeLogCollector Logs { get; }

    public FakeTimeProvider Time { get; }

    /// <summary>The address of the server: <c>http://127.0.0.1:port</c> on Kestrel, <c>http://localhost</c> in process.</summary>
    public Uri Address => new(App.Urls.FirstOrDefault() ?? "http://localhost");

    /// <summary>Builds and starts an application.</summary>
    /// <param name="map">Maps the endpoints, after <c>UseApiSecurity</c>.</param>
    /// <param name="settings">The configuration below <c>ApiSecurity</c>: <c>["Headers:Mode"] = "Report"</c>.</param>
    /// <param name="services">Changes the services, after <c>AddApiSecurity</c>.</param>
    /// <param name="use">Sets the pipeline up; <c>UseApiSecurity</c> if left out.</param>
    /// <param name="environment">The environment's name.</param>
    /// <param name="kestrel">
    /// Whether to listen on a real socket. It speaks plain HTTP, so <c>Transport:RequireHttps</c> is false then unless
    /// <paramref name="settings"/> say otherwise.
    /// </param>
    /// <param name="configure">The options in code.</param>
    public static async Task<TestApp> StartAsync(
        Action<WebApplication>? map = null,
        Dictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? use = null,
        string environment = "Production",
        bool kestrel = false,
        Action<ApiSecurityOptions>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
            ApplicationName = typeof(TestApp).Assembly.GetName().Name,
            // Watching files that never change takes one of the few watches that a user has on Linux, for each of many applications at the same time.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.AddInMemoryCollection((settings ?? []).Select(pair => KeyValuePair.Create($"ApiSecurity:{pair.Key}", pair.Value)));
        builder.Logging.ClearProviders().AddFakeLogging();
        if (kestrel)
        {
            // The test's own settings were added later and so go before.
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [KeyValuePair.Create<string, string?>("ApiSecurity:Transport:RequireHttps", "false")] });
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        var events = new EventRecorder();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<ISecurityEventListener>(events);
        if (configure is null)
        {
            builder.Services.AddApiSecurity();
        }
        else
        {
            builder.Services.AddApiSecurity(configure);
        }

        services?.Invoke(builder);
        var app = builder.Build();
        (use ?? (static app => app.UseApiSecurity())).Invoke(app);
        map?.Invoke(app);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new TestApp(app, events, app.Services.GetFakeLogCollector(), time);
    }

    /// <summary>A client that follows no redirects and keeps no cookies.</summary>
    public HttpClient CreateClient() => App.Services.GetService<Microsoft.AspNetCore.Hosting.Server.IServer>() is TestServer
        ? App.GetTestClient()
        : new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(30) }) { BaseAddress = Address };

    /// <summary>A collector for one of the instruments of the meter <c>ApiSecurity</c>; make it before the requests.</summary>
    public MetricCollector<long> CollectMetric(string instrument) =>
        new(App.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), ApiSecurityTelemetry.MeterName, instrument);

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
