namespace ApiSecurity.Validation;

/// <summary>
/// The patterns that most schemas have (<c>^[A-Z]{3}$</c>, <c>^x-</c>): ASCII classes one after the other, each as often as it says, where no class
/// can take what the next one needs. They are matched over the bytes, with no second way to try.
/// </summary>
internal sealed class SimplePattern
{
    private readonly Step[] _steps;
    private readonly bool _isWhole;

    private SimplePattern(Step[] steps, bool isWhole)
    {
        _steps = steps;
        _isWhole = isWhole;
    }

    public static SimplePattern? TryMake(string pattern)
    {
        if (pattern.Length == 0 || pattern[0] != '^')
        {
            return null;
        }

        var isWhole = pattern[^1] == '$' && (pattern.Length < 3 || pattern[^2] != '\\');
        var rest = pattern.AsSpan(1, pattern.Length - (isWhole ? 2 : 1));
        var steps = new List<Step>();
        while (!rest.IsEmpty)
        {
            if (SimpleClass.TryRead(ref rest, out var set) && SimpleClass.TryReadCount(ref rest, out var least, out var most))
            {
                steps.Add(new Step(set, least, most));
            }
            else
            {
                return null;
            }
        }

        for (var index = 0; index < steps.Count; index++)
        {
            if (steps[index].Least != steps[index].Most && !IsClearBehind(steps, index))
            {
                return null;
            }
        }

        return new SimplePattern([.. steps], isWhole);
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        foreach (var step in _steps)
        {
            var count = 0;
            while (count < step.Most && count < text.Length && step.Set.Has(text[count]))
            {
                count++;
            }

            if (count < step.Least)
            {
                return false;
            }

            text = text[count..];
        }

        return !_isWhole || text.IsEmpty;
    }

    /// <summary>Whether to take all that a step can is right: what may come behind it takes none of the same.</summary>
    private static bool IsClearBehind(List<Step> steps, int index)
    {
        for (var next = index + 1; next < steps.Count; next++)
        {
            if (steps[index].Set.Meets(steps[next].Set))
            {
                return false;
            }

            if (steps[next].Least > 0)
            {
                return true;
            }
        }

        return true;
    }

    private readonly record struct Step(SimpleClass Set, int Least, int Most);
}
