using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Transport;

/// <summary>
/// The deadline of one request, used again for later ones. It stands in for the server's lifetime feature, so that a token that is cancelled
/// by either is made for those requests only that ask for one.
/// </summary>
internal sealed class RequestDeadline(int slot) : IHttpRequestLifetimeFeature
{
    private const long Idle = 0;
    private const long Fired = -1;

    private IHttpResponseFeature? _response;
    private IHttpRequestLifetimeFeature _server = null!;
    private CancellationTokenSource? _source;
    private CancellationTokenSource? _spare;
    private CancellationTokenRegistration _link;
    private CancellationToken? _replaced;
    private long _due;

    /// <summary>Its place in the table of all.</summary>
    public int Slot { get; } = slot;

    public bool Enforced { get; private set; }

    public bool HasFired => Volatile.Read(ref _due) == Fired;

    public CancellationToken RequestAborted
    {
        get => _replaced ?? (Volatile.Read(ref _source) ?? MakeSource()).Token;
        set => _replaced = value;
    }

    public void Abort() => _server.Abort();

    public void Start(HttpContext context, IHttpRequestLifetimeFeature server, long due, bool enforced)
    {
        // The timer reads it while the request may end: a context that is used again must not be touched by then, the feature may.
        _response = context.Features.Get<IHttpResponseFeature>();
        _server = server;
        Enforced = enforced;
        Volatile.Write(ref _due, due);
    }

    /// <returns>Whether the deadline did not fire, and is free for another request.</returns>
    public bool TryEnd()
    {
        var due = Volatile.Read(ref _due);
        var ended = due != Fired && Interlocked.CompareExchange(ref _due, Idle, due) == due;
        var unlinked = _link.Unregister();
        _link = default;
        if (ended)
        {
            // Used again if nobody has cancelled it, or is about to, as Kestrel does with its own. Not disposed: work that outlives the
            // request may hold the token.
            if (unlinked && _source?.TryReset() == true)
            {
                _spare = _source;
            }

            _source = null;
            _response = null;
            _server = null!;
            _replaced = null;
        }

        return ended;
    }

    /// <summary>A request that is due and has not begun to answer gets its token cancelled.</summary>
    public void FireIfDue(long second)
    {
        var due = Volatile.Read(ref _due);
        if (due <= Idle || due > second || _response?.HasStarted != false)
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _due, Fired, due) == due && Enforced)
        {
            // Not on the timer's thread: what is registered with the token is the application's.
            _ = Volatile.Read(ref _source)?.CancelAsync();
        }
    }

    private CancellationTokenSource MakeSource()
    {
        var made = Interlocked.Exchange(ref _spare, null) ?? new CancellationTokenSource();
        if (Interlocked.CompareExchange(ref _source, made, null) is { } other)
        {
            made.Dispose();
            return other;
        }

        _link = _server.RequestAborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), made);
        if (HasFired)
        {
            _ = made.CancelAsync();
        }

        return made;
    }
}
