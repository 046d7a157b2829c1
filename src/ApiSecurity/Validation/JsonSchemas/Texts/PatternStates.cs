namespace ApiSecurity.Validation;

/// <summary>A pattern as states that read bytes and go on (Thompson's construction). Made from the end.</summary>
internal sealed class PatternStates
{
    /// <summary>The state of a match.</summary>
    public const int Match = 0;

    private const int MostStates = 4000;

    private readonly List<State> _states = [new State(StateKind.Match, 0, 0, [])];

    private PatternStates(PatternTree tree) => First = Add(tree, Match);

    public enum StateKind
    {
        Match,
        Byte,
        Split,
        Start,
        End,
    }

    public int First { get; }

    public IReadOnlyList<State> All => _states;

    /// <returns>The states; <see langword="null"/> if there would be too many.</returns>
    public static PatternStates? TryMake(PatternTree tree)
    {
        try
        {
            return new PatternStates(tree);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private int Add(PatternTree tree, int next) => tree switch
    {
        PatternTree.Set set => AddSet(set.Points, next),
        PatternTree.Sequence sequence => sequence.Parts.Reverse().Aggregate(next, (behind, part) => Add(part, behind)),
        PatternTree.Choice choice => Add(StateKind.Split, [.. choice.Parts.Select(part => Add(part, next))]),
        PatternTree.Repeat repeat => AddRepeat(repeat, next),
        PatternTree.Start => Add(StateKind.Start, [next]),
        _ => Add(StateKind.End, [next]),
    };

    private int AddSet(CodePoints points, int next)
    {
        var starts = new List<int>();
        foreach (var sequence in points.Ranges().SelectMany(range => Utf8Ranges.Of(range.First, range.Last)))
        {
            var state = next;
            for (var index = sequence.Length - 1; index >= 0; index--)
            {
                state = Add(StateKind.Byte, [state], sequence[index].First, sequence[index].Last);
            }

            starts.Add(state);
        }

        return Add(StateKind.Split, [.. starts]);
    }

    private int AddRepeat(PatternTree.Repeat repeat, int next)
    {
        var first = next;
        if (repeat.Most == int.MaxValue)
        {
            first = Add(StateKind.Split, [next]);
            _states[first] = _states[first] with { Next = [Add(repeat.Part, first), next] };
        }
        else
        {
            for (var count = repeat.Least; count < repeat.Most; count++)
            {
                first = Add(StateKind.Split, [Add(repeat.Part, first), next]);
            }
        }

        for (var count = 0; count < repeat.Least; count++)
        {
            first = Add(repeat.Part, first);
        }

        return first;
    }

    private int Add(StateKind kind, int[] next, byte low = 0, byte high = 0)
    {
        if (_states.Count == MostStates)
        {
            throw new OverflowException();
        }

        _states.Add(new State(kind, low, high, next));
        return _states.Count - 1;
    }

    public sealed record State(StateKind Kind, byte Low, byte High, int[] Next);
}
