using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ApiSecurity.IntegrationTests.Browsing;

/// <summary>A page, with all that its console said and every violation of its Content-Security-Policy.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _console = new();

    private BrowserPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Warnings and errors.</summary>
    public IReadOnlyCollection<string> Console => _console;

    public static async Task<BrowserPage> CreateAsync(IBrowserContext context)
    {
        // Runs outside the page's policy, before the page's own scripts.
        await context.AddInitScriptAsync(
            "window.__violations = []; addEventListener('securitypolicyviolation', e => window.__violations.push(e.effectiveDirective + ' ' + e.blockedURI + ' ' + e.sample));");
        // Generous: build servers are slow, and a timeout is a failure anyway.
        context.SetDefaultTimeout(120_000);
        var page = new BrowserPage(context, await context.NewPageAsync());
        page.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                page._console.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.Page.PageError += (_, error) => page._console.Enqueue($"exception: {error}");
        return page;
    }

    public Task<string[]> ViolationsAsync() => Page.EvaluateAsync<string[]>("() => window.__violations");

    /// <summary>Waits until it is on the page; a failure says what the page said meanwhile.</summary>
    public async Task WaitForAsync(ILocator locator)
    {
        try
        {
            await locator.First.WaitForAsync();
        }
        catch (TimeoutException timeout)
        {
            Assert.Fail($"{timeout.Message}\nConsole:\n{string.Join('\n', Console)}\nViolations:\n{string.Join('\n', await ViolationsAsync())}\nPage:\n{await Page.InnerTextAsync("body")}");
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
