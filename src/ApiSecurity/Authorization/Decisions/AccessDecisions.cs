using System.Collections.Concurrent;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authorization;

/// <summary>
/// Asks the decision point, remembers its answers for a while, and asks but once for what several want to know at a time. Take it as a parameter where an
/// endpoint decides for itself; <c>RequireAccess</c> needs none of it.
/// </summary>
public sealed class AccessDecisions
{
    private readonly IAccessDecisionPoint _point;
    private readonly FeatureOptionsSource<AccessDecisionOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<AccessDecisions> _logger;
    private readonly Compiled<AccessCache> _cache;
    private readonly ConcurrentDictionary<AccessEvaluation, TaskCompletionSource<bool?>> _underWay = new();
    private int _calls;
    private long _epoch;

    internal AccessDecisions(IAccessDecisionPoint point, FeatureOptionsSource<AccessDecisionOptions> options, TimeProvider time, ILogger<AccessDecisions> logger)
    {
        _point = point;
        _options = options;
        _time = time;
        _logger = logger;
        _cache = options.Compile(static current => new AccessCache(current.MaxCacheEntries));
    }

    /// <summary>Asks one question.</summary>
    /// <param name="evaluation">The question.</param>
    /// <param name="cancellationToken">Ends the waiting; others may go on waiting for the same answer.</param>
    /// <returns>The decision; <see langword="null"/> if it could not be had, which is never a yes.</returns>
    public async ValueTask<bool?> EvaluateAsync(AccessEvaluation evaluation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return (await EvaluateAllAsync([evaluation], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Asks several questions, in as few calls as may be.</summary>
    /// <param name="evaluations">The questions.</param>
    /// <param name="cancellationToken">Ends the waiting; others may go on waiting for the same answers.</param>
    /// <returns>The decisions, in the order of the questions; <see langword="null"/> for those that could not be had.</returns>
    public async ValueTask<IReadOnlyList<bool?>> EvaluateAllAsync(IReadOnlyList<AccessEvaluation> evaluations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        var decisions = new bool?[evaluations.Count];
        var waiting = new Task<bool?>?[evaluations.Count];
        List<KeyValuePair<AccessEvaluation, TaskCompletionSource<bool?>>>? own = null;
        var now = _time.GetUtcNow();
        for (var index = 0; index < decisions.Length; index++)
        {
            if (_cache.Value.Find(evaluations[index], now) is { } known)
            {
                decisions[index] = known;
                continue;
            }

            var made = new TaskCompletionSource<bool?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var asked = _underWay.GetOrAdd(evaluations[index], made);
            if (ReferenceEquals(asked, made))
            {
                (own ??= []).Add(new(evaluations[index], made));
            }

            waiting[index] = asked.Task;
        }

        if (own is not null)
        {
            _ = AskAllAsync(own.Chunk(_options.Current.MaxBatchSize));
        }

        for (var index = 0; index < decisions.Length; index++)
        {
            if (waiting[index] is { } answer)
            {
                decisions[index] = await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return decisions;
    }

    /// <summary>Forgets what is remembered of a subject, after its access has changed. What is being asked just now is not remembered either.</summary>
    /// <param name="subjectType">The subject's type.</param>
    /// <param name="subjectId">The subject's id.</param>
    public void Forget(string subjectType, string subjectId)
    {
        ArgumentNullException.ThrowIfNull(subjectType);
        ArgumentNullException.ThrowIfNull(subjectId);
        Interlocked.Increment(ref _epoch);
        // Whoever asks from now on asks anew, and does not join those who asked before.
        foreach (var (evaluation, asked) in _underWay)
        {
            if (evaluation.SubjectId == subjectId && evaluation.SubjectType == subjectType)
            {
                _underWay.TryRemove(new(evaluation, asked));
            }
        }

        _cache.Value.Forget(subjectType, subjectId);
    }

    /// <summary>One after the other, so that a long list takes the place of one call.</summary>
    private async Task AskAllAsync(IEnumerable<KeyValuePair<AccessEvaluation, TaskCompletionSource<bool?>>[]> batches)
    {
        foreach (var batch in batches)
        {
            await AskAsync(batch).ConfigureAwait(false);
        }
    }

    /// <summary>One call. It belongs to no request: who asked first may go away, and others wait for it.</summary>
    private async Task AskAsync(KeyValuePair<AccessEvaluation, TaskCompletionSource<bool?>>[] batch)
    {
        var epoch = Interlocked.Read(ref _epoch);
        var decisions = await TryAskAsync([.. batch.Select(asked => asked.Key)]).ConfigureAwait(false);
        var options = _options.Current;
        var now = _time.GetUtcNow();
        for (var index = 0; index < batch.Length; index++)
        {
            var decision = decisions?[index];
            var lifetime = decision == true ? options.AllowLifetime : options.DenyLifetime;
            if (decision is { } known && lifetime > TimeSpan.Zero && epoch == Interlocked.Read(ref _epoch))
            {
                _cache.Value.Add(batch[index].Key, known, now + lifetime);
                if (epoch != Interlocked.Read(ref _epoch))
                {
                    _cache.Value.Forget(batch[index].Key.SubjectType, batch[index].Key.SubjectId);
                }
            }

            _underWay.TryRemove(batch[index]);
            batch[index].Value.TrySetResult(decision);
        }
    }

    private async Task<IReadOnlyList<bool>?> TryAskAsync(AccessEvaluation[] evaluations)
    {
        var options = _options.Current;
        if (Interlocked.Increment(ref _calls) > options.MaxConcurrency)
        {
            Interlocked.Decrement(ref _calls);
            AccessDecisionLog.Busy(_logger, options.MaxConcurrency);
            return null;
        }

        var ended = false;
        try
        {
            using var deadline = new CancellationTokenSource(options.Timeout, _time);
            // Of a point that does not look at its token nobody waits for the end; its call counts until then.
            var answer = Task.Run(() => _point.EvaluateAsync(evaluations, deadline.Token).AsTask(), CancellationToken.None);
            _ = answer.ContinueWith(_ => Interlocked.Decrement(ref _calls), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            ended = true;
            var decisions = await answer.WaitAsync(options.Timeout, _time).ConfigureAwait(false);
            if (decisions is not null && decisions.Count == evaluations.Length)
            {
                return decisions;
            }

            AccessDecisionLog.Failed(_logger, "another number of decisions than there were questions");
        }
#pragma warning disable CA1031 // Whatever it is, there is no decision; and those who wait get to know.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!ended)
            {
                Interlocked.Decrement(ref _calls);
            }

            AccessDecisionLog.Failed(_logger, exception is AccessDecisionException known ? known.Message : exception.GetType().Name);
        }

        return null;
    }
}
