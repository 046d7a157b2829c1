namespace ApiSecurity.Authorization;

/// <summary>
/// The rules of policies that keep them (<see cref="ObjectPolicy{T}.KeepsRules"/>), for a caller that requests with the same credential share: they are
/// forgotten with the caller.
/// </summary>
internal sealed class RuleMemory
{
    /// <summary>A few policies with a few operations each; what comes later is asked for each time.</summary>
    private const int MostRules = 32;

    private readonly Lock _write = new();
    private Kept[] _kept = [];

    public bool TryGet<T>(Type policy, Operation operation, bool isResult, out ObjectRule<T> rule)
        where T : class
    {
        foreach (var kept in Volatile.Read(ref _kept))
        {
            if (kept is Kept<T> known && kept.Policy == policy && kept.Operation == operation && kept.IsResult == isResult)
            {
                rule = known.Rule;
                return true;
            }
        }

        rule = default;
        return false;
    }

    /// <summary>Two requests may add the same, of which the first is found.</summary>
    public void Add<T>(Type policy, Operation operation, bool isResult, ObjectRule<T> rule)
        where T : class
    {
        lock (_write)
        {
            if (_kept.Length < MostRules)
            {
                Volatile.Write(ref _kept, [.. _kept, new Kept<T>(policy, operation, isResult, rule)]);
            }
        }
    }

    private abstract record Kept(Type Policy, Operation Operation, bool IsResult);

    private sealed record Kept<T>(Type Policy, Operation Operation, bool IsResult, ObjectRule<T> Rule) : Kept(Policy, Operation, IsResult)
        where T : class;
}
