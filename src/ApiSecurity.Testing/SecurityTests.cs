using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Testing;

/// <summary>
/// Attacks an application in process: every endpoint of its posture report, as callers of two tenants and of none. Cases run one after the other; several instances may run at the same time.
/// </summary>
public sealed partial class SecurityTests : IAsyncDisposable
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
}
