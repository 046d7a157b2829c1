using System.Collections.Concurrent;

namespace ApiSecurity.Authentication;

/// <summary>A bounded number of answers. When half of them are new, the older half is forgotten, but for what was asked for since.</summary>
internal sealed class AnswerCache(int capacity)
{
    private readonly Lock _turn = new();
    private readonly int _half = Math.Max(1, capacity / 2);
    private volatile ConcurrentDictionary<TokenKey, IntrospectionOutcome> _young = new();
    private volatile ConcurrentDictionary<TokenKey, IntrospectionOutcome> _old = new();
    private int _count;

    public int Count => _young.Count + _old.Count;

    public IntrospectionOutcome? Find(TokenKey key, DateTimeOffset now)
    {
        if (_young.TryGetValue(key, out var outcome))
        {
            return now < outcome.Until ? outcome : null;
        }

        if (_old.TryGetValue(key, out outcome) && now < outcome.Until)
        {
            Add(key, outcome);
            return outcome;
        }

        return null;
    }

    public void Add(TokenKey key, IntrospectionOutcome outcome)
    {
        lock (_turn)
        {
            if (_young.TryAdd(key, outcome))
            {
                _count++;
            }
            else
            {
                _young[key] = outcome;
            }

            if (_count >= _half)
            {
                _old = _young;
                _young = new();
                _count = 0;
            }
        }
    }
}
