using System.Collections.Concurrent;
using System.Diagnostics;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Transport;

/// <summary>
/// Ends requests whose response does not start in time. One timer looks at all of them once a second; a request costs a number to write and
/// to take back. What has started may go on: a download, a stream of events, a WebSocket.
/// </summary>
internal sealed class RequestDeadlines : IDisposable
{
    private readonly Refusals _refusals;
    private readonly ITimer _timer;
    private readonly ConcurrentQueue<RequestDeadline> _idle = new();
    private readonly Lock _lock = new();
    private RequestDeadline?[] _all = new RequestDeadline?[64];
    private int _count;
    private long _second = 1;

    public RequestDeadlines(TimeProvider time, Refusals refusals)
    {
        _refusals = refusals;
        _timer = time.CreateTimer(static state => ((RequestDeadlines)state!).Tick(), this, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public Task RunAsync(HttpContext context, TimeSpan timeout, bool enforced, RequestDelegate next)
    {
        if (Debugger.IsAttached || context.Features.Get<IHttpRequestLifetimeFeature>() is not { } lifetime)
        {
            return next(context);
        }

        // The second that has begun does not count: a deadline may be late by one, never early.
        var due = Volatile.Read(ref _second) + (long)Math.Ceiling(timeout.TotalSeconds) + 1;
        var deadline = Take();
        deadline.Start(context, lifetime, due, enforced);
        if (enforced)
        {
            context.Features.Set<IHttpRequestLifetimeFeature>(deadline);
        }

        Task task;
        try
        {
            task = next(context);
        }
        catch (Exception exception)
        {
            task = Task.FromException(exception);
        }

        if (!task.IsCompletedSuccessfully)
        {
            return AwaitAsync(context, task, deadline, lifetime);
        }

        End(context, deadline, lifetime);
        return Task.CompletedTask;
    }

    public void Dispose() => _timer.Dispose();

    private async Task AwaitAsync(HttpContext context, Task task, RequestDeadline deadline, IHttpRequestLifetimeFeature lifetime)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.HasFired && !lifetime.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            context.Features.Set(lifetime);
            Clean(context.Response.Headers);
            await _refusals.RefuseAsync(context, TransportProblems.TimedOut).ConfigureAwait(false);
        }
        finally
        {
            End(context, deadline, lifetime);
        }
    }

    private void End(HttpContext context, RequestDeadline deadline, IHttpRequestLifetimeFeature lifetime)
    {
        if (deadline.Enforced)
        {
            context.Features.Set(lifetime);
        }
        else if (deadline.HasFired)
        {
            _refusals.Report(context, TransportProblems.TimedOut);
        }

        if (deadline.TryEnd())
        {
            _idle.Enqueue(deadline);
        }
        else
        {
            Replace(deadline);
        }
    }

    private RequestDeadline Take()
    {
        if (_idle.TryDequeue(out var deadline))
        {
            return deadline;
        }

        lock (_lock)
        {
            if (_count == _all.Length)
            {
                // Replaced, not changed: the timer may be reading it.
                var larger = new RequestDeadline?[_count * 2];
                _all.CopyTo(larger, 0);
                Volatile.Write(ref _all, larger);
            }

            deadline = new RequestDeadline(_count++);
            Volatile.Write(ref _all[deadline.Slot], deadline);
        }

        return deadline;
    }

    /// <summary>One that has fired may still be in the timer's hands, so another takes its place.</summary>
    private void Replace(RequestDeadline fired)
    {
        var fresh = new RequestDeadline(fired.Slot);
        lock (_lock)
        {
            Volatile.Write(ref _all[fresh.Slot], fresh);
        }

        _idle.Enqueue(fresh);
    }

    private void Tick()
    {
        var second = Interlocked.Increment(ref _second);
        foreach (var deadline in Volatile.Read(ref _all))
        {
            deadline?.FireIfDue(second);
        }
    }

    /// <summary>What the endpoint said of the answer that it did not give.</summary>
    private static void Clean(IHeaderDictionary headers)
    {
        headers.ContentLength = null;
        headers.Remove("Content-Encoding");
        headers.Remove("Content-Disposition");
        headers.Remove("ETag");
        headers.Remove("Last-Modified");
        headers.Remove("Set-Cookie");
    }
}
