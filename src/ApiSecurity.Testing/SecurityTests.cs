using System.Text.Json;
using ApiSecurity.Posture;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Testing;

/// <summary>
/// Attacks an application in process: every endpoint of its posture report, as callers of two tenants and of none. Cases run one after the other; several instances may run at the same time.
/// </summary>
public sealed class SecurityTests : IAsyncDisposable
{
    private readonly Func<SecurityTests, Task<(IServiceProvider Services, TestServer Server)>> _start;
    private readonly Func<ValueTask> _stop;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly List<(string Finding, string Endpoint, string Reason)> _waivers = [];
    private readonly bool _ownsTokens;
    private ISecurityTestSeed? _seed;
    private (IServiceProvider Services, TestServer Server)? _app;
    private IReadOnlyList<SecurityTestCase>? _cases;
    private int _absent;

    private SecurityTests(TestTokens? tokens, Func<SecurityTests, Task<(IServiceProvider, TestServer)>> start, Func<ValueTask> stop)
    {
        _ownsTokens = tokens is null;
        Tokens = tokens ?? new TestTokens();
        _start = start;
        _stop = stop;
    }

    /// <summary>Gets the source of the callers' tokens.</summary>
    public TestTokens Tokens { get; }

    /// <summary>Gets the bounds of the tests; they are read when the application is started.</summary>
    public SecurityTestOptions Options { get; } = new();

    /// <summary>Tests the application of an entry point, in the environment that <see cref="Options"/> name.</summary>
    /// <typeparam name="TEntryPoint">A type in the application's assembly: <c>Program</c>.</typeparam>
    /// <returns>The tests, which own the application.</returns>
    public static SecurityTests For<TEntryPoint>()
        where TEntryPoint : class => For(new WebApplicationFactory<TEntryPoint>(), ownsFactory: true);

    /// <summary>Tests the application of a factory, with all that the factory changes in it: its environment, its services, its configuration.</summary>
    /// <typeparam name="TEntryPoint">A type in the application's assembly.</typeparam>
    /// <param name="factory">The factory, which stays the caller's.</param>
    /// <returns>The tests.</returns>
    public static SecurityTests For<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return For(factory, ownsFactory: false);
    }

    /// <summary>Tests an application that was made by hand, on a <c>TestServer</c> (<c>builder.WebHost.UseTestServer()</c>) and with <c>services.AddSecurityTests(tokens)</c>.</summary>
    /// <param name="host">The host, started; it stays the caller's.</param>
    /// <param name="tokens">What the application was given.</param>
    /// <returns>The tests.</returns>
    public static SecurityTests For(IHost host, TestTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(tokens);
        return new SecurityTests(tokens, _ => Task.FromResult((host.Services, ServerOf(host.Services))), () => ValueTask.CompletedTask);
    }

    /// <summary>Says who there is and whose is what.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>This.</returns>
    public SecurityTests WithSeed(ISecurityTestSeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        _seed = seed;
        return this;
    }

    /// <summary>Says who there is and whose is what, without a type of its own.</summary>
    /// <param name="seed">Called once for each case: <see cref="ISecurityTestSeed.SeedAsync"/>.</param>
    /// <returns>This.</returns>
    public SecurityTests WithSeed(Func<SecurityTestData, IServiceProvider, ValueTask> seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        return WithSeed(new DelegateSeed(seed));
    }

    /// <summary>Accepts a finding: it stays in the report, and fails nothing.</summary>
    /// <param name="finding">Its id, one of <see cref="SecurityTestFindingIds"/>.</param>
    /// <param name="endpoint">The endpoint, as the posture report calls it; <c>*</c> for all.</param>
    /// <param name="reason">Why.</param>
    /// <returns>This.</returns>
    public SecurityTests Waive(string finding, string endpoint, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(finding);
        ArgumentException.ThrowIfNullOrEmpty(endpoint);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (!SecurityTestRule.All.Any(rule => rule.Id == finding))
        {
            throw new ArgumentException($"There is no finding {finding}; SecurityTestFindingIds has those that there are.", nameof(finding));
        }

        _waivers.Add((finding, endpoint, reason));
        return this;
    }

    /// <summary>Starts the application, and lists the cases: each endpoint with each group of attacks that it is open to, by route and method.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The cases, always in the same order.</returns>
    /// <exception cref="SecurityTestException">The application does not start, or has no <c>AddApiSecurity()</c>.</exception>
    public async Task<IReadOnlyList<SecurityTestCase>> GetCasesAsync(CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await CasesAsync().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Runs one case.</summary>
    /// <param name="case">The case.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="InvalidOperationException">There is no seed.</exception>
    public async Task<SecurityTestResult> RunCaseAsync(SecurityTestCase @case, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(@case);
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CasesAsync().ConfigureAwait(false);
            return await AttackAsync(@case, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Runs one case by its name, for test frameworks that keep data as text.</summary>
    /// <param name="caseName">The <see cref="SecurityTestCase.Name"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public async Task<SecurityTestResult> RunCaseByNameAsync(string caseName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(caseName);
        var cases = await GetCasesAsync(cancellationToken).ConfigureAwait(false);
        return await RunCaseAsync(cases.FirstOrDefault(one => one.Name == caseName) ?? throw new ArgumentException($"There is no case {caseName}.", nameof(caseName)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs all cases.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InvalidOperationException">There is no seed.</exception>
    public async Task<SecurityTestReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var results = new List<SecurityTestResult>();
        foreach (var one in await GetCasesAsync(cancellationToken).ConfigureAwait(false))
        {
            results.Add(await RunCaseAsync(one, cancellationToken).ConfigureAwait(false));
        }

        return new SecurityTestReport(results);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop().ConfigureAwait(false);
        _one.Dispose();
        if (_ownsTokens)
        {
            Tokens.Dispose();
        }
    }

    private static SecurityTests For<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, bool ownsFactory)
        where TEntryPoint : class
    {
        WebApplicationFactory<TEntryPoint>? derived = null;
        return new SecurityTests(
            null,
            tests =>
            {
                derived = factory.WithWebHostBuilder(builder =>
                {
                    if (ownsFactory)
                    {
                        builder.UseEnvironment(tests.Options.Environment);
                        // Each attack would be told at length.
                        builder.ConfigureLogging(logging => logging.ClearProviders());
                    }

                    builder.ConfigureTestServices(services => services.AddSecurityTests(tests.Tokens));
                });
                return Task.FromResult((derived.Services, derived.Server));
            },
            async () =>
            {
                if (derived is not null)
                {
                    await derived.DisposeAsync().ConfigureAwait(false);
                }

                if (ownsFactory)
                {
                    await factory.DisposeAsync().ConfigureAwait(false);
                }
            });
    }

    private static TestServer ServerOf(IServiceProvider services) => services.GetRequiredService<IServer>() as TestServer
        ?? throw new SecurityTestException("The application runs on a real server. Call builder.WebHost.UseTestServer(): the tests never leave the process.");

    private async Task<IReadOnlyList<SecurityTestCase>> CasesAsync()
    {
        if (_cases is null)
        {
            try
            {
                _app ??= await _start(this).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not SecurityTestException)
            {
                throw new SecurityTestException($"The application does not start in {Options.Environment}: {exception.Message}", exception);
            }

            _cases = [.. Probes.CasesOf(Report, Options)];
        }

        return _cases;
    }

    private PostureReport Report => (_app!.Value.Services.GetService<ApiPosture>()
        ?? throw new SecurityTestException("The application has no posture report. Call builder.Services.AddApiSecurity().")).Report;

    private async Task<SecurityTestResult> AttackAsync(SecurityTestCase @case, CancellationToken cancellationToken)
    {
        var seed = _seed ?? throw new InvalidOperationException("There is no seed. Call WithSeed(…): who calls, and whose is what.");
        var (services, server) = _app!.Value;
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var data = new SecurityTestData();
            await seed.SeedAsync(data, scope.ServiceProvider, cancellationToken).ConfigureAwait(false);
            var sender = new Sender(server, Options.RequestTimeout, Options.MaxRequestsPerCase);
            var context = new ProbeContext(
                @case.Endpoint, Report, data, sender, Tokens,
                new Samples(JsonOf(services.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions)),
                new Samples(JsonOf(services.GetRequiredService<IOptions<Microsoft.AspNetCore.Mvc.JsonOptions>>().Value.JsonSerializerOptions)),
                new ApiAuthorizationRoles(services.GetRequiredService<IOptions<ApiSecurityOptions>>().Value.Authorization),
                services.GetService<OutgoingRequests>() ?? new OutgoingRequests(),
                () => ++_absent)
            {
                AllowedOrigins = [.. services.GetRequiredService<IOptions<ApiSecurityOptions>>().Value.Cors.Origins.Where(origin => !origin.Contains('*', StringComparison.Ordinal))],
            };
            await Probes.RunAsync(@case.Probe, context, cancellationToken).ConfigureAwait(false);
            if (sender.IsAtLimit)
            {
                context.Note($"stopped at {Options.MaxRequestsPerCase} requests");
            }

            foreach (var finding in context.Findings)
            {
                finding.WaiverReason = _waivers.Find(waiver => waiver.Finding == finding.Id && (waiver.Endpoint == "*" || string.Equals(waiver.Endpoint, finding.Endpoint, StringComparison.OrdinalIgnoreCase))).Reason;
            }

            return new SecurityTestResult(@case, context.Findings, context.Notes, sender.Sent);
        }
    }

    /// <summary>Reflection for what the application's own contracts leave out: they may be source-generated for fewer types.</summary>
    private static JsonSerializerOptions JsonOf(JsonSerializerOptions options)
    {
        var copy = new JsonSerializerOptions(options);
        copy.TypeInfoResolver ??= new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver();
        copy.MakeReadOnly();
        return copy;
    }

    private sealed class DelegateSeed(Func<SecurityTestData, IServiceProvider, ValueTask> seed) : ISecurityTestSeed
    {
        public ValueTask SeedAsync(SecurityTestData data, IServiceProvider services, CancellationToken cancellationToken) => seed(data, services);
    }
}
