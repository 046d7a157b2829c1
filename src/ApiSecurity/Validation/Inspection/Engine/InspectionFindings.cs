namespace ApiSecurity.Validation;

/// <summary>The rules that a text matched. A value: finding nothing, and finding something, allocates nothing.</summary>
internal struct InspectionFindings(int level)
{
    private ulong _rules;

    /// <summary>The paranoia level: rules above it are not kept.</summary>
    public readonly int Level => level;

    public readonly bool IsEmpty => _rules == 0;

    /// <summary>Characters that were looked at, over all layers and judges; tests hold it to be linear.</summary>
    public long Work { get; set; }

    public readonly int Score
    {
        get
        {
            var score = 0;
            foreach (var rule in this)
            {
                score += rule.Score;
            }

            return score;
        }
    }

    public void Add(InspectionRule rule)
    {
        if (rule.Level <= level)
        {
            _rules |= 1UL << rule.Bit;
        }
    }

    public readonly Enumerator GetEnumerator() => new(_rules);

    public struct Enumerator(ulong rules)
    {
        private ulong _left = rules;

        public InspectionRule Current { readonly get; private set; } = null!;

        public bool MoveNext()
        {
            if (_left == 0)
            {
                return false;
            }

            Current = InspectionRules.All[System.Numerics.BitOperations.TrailingZeroCount(_left)];
            _left &= _left - 1;
            return true;
        }
    }
}
