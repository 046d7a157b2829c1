using System.Collections.Concurrent;

namespace ApiSecurity.Authorization;

/// <summary>A bounded number of decisions. When half of them are new, the older half is forgotten, but for what was asked for since.</summary>
internal sealed class AccessCache(int capacity)
{
    private readonly Lock _turn = new();
    private readonly int _half = Math.Max(1, capacity / 2);
    private volatile ConcurrentDictionary<AccessEvaluation, Remembered> _young = new();
    private volatile ConcurrentDictionary<AccessEvaluation, Remembered> _old = new();

    public int Count => _young.Count + _old.Count;

    public bool? Find(AccessEvaluation evaluation, DateTimeOffset now)
    {
        if (_young.TryGetValue(evaluation, out var known))
        {
            return now < known.Until ? known.Decision : null;
        }

        if (!_old.TryGetValue(evaluation, out known) || now >= known.Until)
        {
            return null;
        }

        // Under the lock, so that a subject that is being forgotten does not come back by this.
        lock (_turn)
        {
            if (_old.ContainsKey(evaluation))
            {
                AddCore(evaluation, known);
            }
        }

        return known.Decision;
    }

    public void Add(AccessEvaluation evaluation, bool decision, DateTimeOffset until)
    {
        lock (_turn)
        {
            AddCore(evaluation, new Remembered(decision, until));
        }
    }

    public void Forget(string subjectType, string subjectId)
    {
        lock (_turn)
        {
            foreach (var generation in new[] { _young, _old })
            {
                foreach (var evaluation in generation.Keys)
                {
                    if (evaluation.SubjectId == subjectId && evaluation.SubjectType == subjectType)
                    {
                        generation.TryRemove(evaluation, out _);
                    }
                }
            }
        }
    }

    private void AddCore(AccessEvaluation evaluation, Remembered remembered)
    {
        _young[evaluation] = remembered;
        if (_young.Count >= _half)
        {
            _old = _young;
            _young = new();
        }
    }

    private sealed record Remembered(bool Decision, DateTimeOffset Until);
}
