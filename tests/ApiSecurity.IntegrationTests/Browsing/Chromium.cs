using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(ApiSecurity.IntegrationTests.Browsing.Chromium))]

namespace ApiSecurity.IntegrationTests.Browsing;

/// <summary>The machine's Chromium, started once when a test asks for it; a test skips where there is none.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string? Executable = FindExecutable();

    private readonly SemaphoreSlim _once = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page in a context of its own: no cookies, no cache, no other test.</summary>
    public async Task<BrowserPage> OpenAsync()
    {
        Assert.SkipWhen(Executable is null, "There is no Chromium on this machine (looked for chromium, chromium-browser and google-chrome).");
        var browser = await LaunchAsync();
        var context = await browser.NewContextAsync();
        return await BrowserPage.CreateAsync(context);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _once.Dispose();
    }

    private async Task<IBrowser> LaunchAsync()
    {
        await _once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Executable,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync",
                ],
            });
        }
        finally
        {
            _once.Release();
        }
    }

    private static string? FindExecutable() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => ((string[])["chromium", "chromium-browser", "google-chrome"]).Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
