using System.Diagnostics.Metrics;
using System.Net;
using ApiSecurity.Authentication;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ApiSecurity.Tests.Authentication;

/// <summary>A guard without an application around it, and people who try secrets at it.</summary>
internal sealed class Guarded : IDisposable
{
    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private readonly SecurityEventHub _hub;

    public Guarded(Action<LockoutOptions>? configure = null)
    {
        var options = new LockoutOptions { MaxKeys = 1_024 };
        configure?.Invoke(options);
        Options = options;
        _hub = new SecurityEventHub(NullLoggerFactory.Instance, new SecurityEventMetrics(Meters), Time, [Events]);
        Guard = new CredentialGuard(new Source(options), new Refusals(_hub, null!), Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public EventRecorder Events { get; } = new();

    public LockoutOptions Options { get; }

    public CredentialGuard Guard { get; }

    public static HttpContext From(string? address) =>
        new DefaultHttpContext { Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) } };

    /// <summary>Tries a wrong token, whose check is costly but whose secret nobody can guess.</summary>
    /// <returns>Whether it was looked at and answered as a wrong one.</returns>
    public bool SendForged(string address, string? id = null, string reason = ReasonCodes.SignatureInvalid)
    {
        var context = From(address);
        return Guard.TryEnter(context, out _) && Guard.Failed(context, new RejectedCredential(reason, SecurityEventSeverity.High) { CredentialId = id }) is null;
    }

    /// <summary>Tries a password as a Basic handler would.</summary>
    /// <returns>Whether whoever tries learns if it was right.</returns>
    public bool Guess(string? address, string name, bool isRight = false, string secret = "")
    {
        var context = From(address);
        if (!Guard.TryEnter(context, out _) || !Guard.TryGuess(context, name, out _))
        {
            return false;
        }

        return isRight ? Guard.TrySucceed(context, name, out _) : Guard.Failed(context, Wrong(name, secret)) is null;
    }

    public int CountGuesses(int attempts, string? address, string name) => Enumerable.Range(0, attempts).Count(_ => Guess(address, name));

    public RejectedCredential Wrong(string name, string secret = "") => new("password_wrong", SecurityEventSeverity.Medium)
    {
        CredentialId = name,
        Subject = name,
        SecretHash = secret.Length == 0 ? 0 : Guard.HashSecret(secret),
    };

    /// <summary>The events so far; the queue is emptied, so this is the last that a test asks.</summary>
    public async Task<string[]> ReasonsAsync()
    {
        await _hub.StopAsync(TestContext.Current.CancellationToken);
        return [.. Events.Pending.Select(one => one.Reason)];
    }

    public void Dispose()
    {
        Guard.Dispose();
        _hub.Dispose();
    }

    private sealed class Source(LockoutOptions options) : FeatureOptionsSource<LockoutOptions>
    {
        public override LockoutOptions Current => options;

        public override void OnChange(Action<LockoutOptions> changed)
        {
        }
    }
}
