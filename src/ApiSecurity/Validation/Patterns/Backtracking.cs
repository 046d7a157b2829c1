namespace ApiSecurity.Validation;

/// <summary>
/// Finds out whether a pattern can be matched against the same text in a number of ways that doubles with each character. It looks
/// at the automaton of the pattern's places: if from one place two different ways of the same text lead back to it, each round of
/// that text doubles the ways, and a text that in the end does not match makes the matcher try them all.
/// </summary>
internal sealed class Backtracking
{
    private const int MostPlaces = 160;

    private readonly List<CharSet?> _places = [];
    private readonly Dictionary<(int From, int To), int> _ways = [];
    private readonly List<List<int>> _next = [];

    /// <summary>Whether a text can be found for which the time doubles with each character.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="isWhole">Whether the whole text has to match.</param>
    public static bool IsCatastrophic(PatternNode pattern, bool isWhole)
    {
        var automaton = new Backtracking();
        if (automaton.Build(pattern) is not { } whole || automaton._places.Count > MostPlaces)
        {
            return false;
        }

        // Where the match may end, it does: nothing is tried again. A condition at the end has to hold first.
        var free = isWhole ? [] : new HashSet<int>(whole.Last);
        return automaton.Circles().Any(circle => !circle.Any(free.Contains) && automaton.IsAmbiguous(circle));
    }

    private (bool IsEmpty, List<int> First, List<int> Last)? Build(PatternNode node)
    {
        if (_places.Count > MostPlaces)
        {
            return null;
        }

        switch (node)
        {
            case PatternNode.One one:
                return Place(one.Letters);
            case PatternNode.Condition:
                return Place(null);
            case PatternNode.Sequence sequence:
                (bool IsEmpty, List<int> First, List<int> Last)? all = (true, [], []);
                foreach (var part in sequence.Parts)
                {
                    all = Then(all, Build(part));
                }

                return all;
            case PatternNode.Choice choice:
                var (isEmpty, first, last) = (false, new List<int>(), new List<int>());
                foreach (var branch in choice.Branches)
                {
                    if (Build(branch) is not { } built)
                    {
                        return null;
                    }

                    isEmpty |= built.IsEmpty;
                    first.AddRange(built.First);
                    last.AddRange(built.Last);
                }

                return (isEmpty, first, last);
            case PatternNode.Repeat repeat:
                return Repeated(repeat);
            default:
                return null;
        }
    }

    private (bool, List<int>, List<int>) Place(CharSet? letters)
    {
        _places.Add(letters);
        _next.Add([]);
        return (false, [_places.Count - 1], [_places.Count - 1]);
    }

    private (bool IsEmpty, List<int> First, List<int> Last)? Then(
        (bool IsEmpty, List<int> First, List<int> Last)? before, (bool IsEmpty, List<int> First, List<int> Last)? after)
    {
        if (before is not { } left || after is not { } right)
        {
            return null;
        }

        Connect(left.Last, right.First);
        return (
            left.IsEmpty && right.IsEmpty,
            left.IsEmpty ? [.. left.First, .. right.First] : left.First,
            right.IsEmpty ? [.. left.Last, .. right.Last] : right.Last);
    }

    private (bool, List<int>, List<int>)? Repeated(PatternNode.Repeat repeat)
    {
        const int MostCopies = 12;
        if (repeat.Most == 0)
        {
            return (true, [], []);
        }

        // Each copy of a short repetition stands for itself; a long one is as good as one without an end.
        if (repeat.Most is { } most && most <= MostCopies)
        {
            (bool IsEmpty, List<int> First, List<int> Last)? all = (true, [], []);
            for (var copy = 0; copy < most; copy++)
            {
                var built = Build(repeat.Body);
                all = Then(all, built is { } one ? (one.IsEmpty || copy >= repeat.Least, one.First, one.Last) : null);
            }

            return all;
        }

        if (Build(repeat.Body) is not { } body)
        {
            return null;
        }

        Connect(body.Last, body.First);
        return (body.IsEmpty || repeat.Least == 0, body.First, body.Last);
    }

    private void Connect(List<int> from, List<int> to)
    {
        foreach (var left in from)
        {
            foreach (var right in to)
            {
                _ways[(left, right)] = _ways.TryGetValue((left, right), out var ways) ? ways + 1 : 1;
                if (ways == 0)
                {
                    _next[left].Add(right);
                }
            }
        }
    }

    /// <summary>The places that lead to each other.</summary>
    private IEnumerable<List<int>> Circles()
    {
        var reach = Enumerable.Range(0, _places.Count).Select(Reach).ToArray();
        var seen = new HashSet<int>();
        for (var place = 0; place < _places.Count; place++)
        {
            if (reach[place].Contains(place) && !seen.Contains(place))
            {
                var circle = reach[place].Where(other => reach[other].Contains(place)).ToList();
                seen.UnionWith(circle);
                yield return circle;
            }
        }
    }

    private HashSet<int> Reach(int place)
    {
        var reached = new HashSet<int>();
        var open = new Stack<int>();
        open.Push(place);
        while (open.Count > 0)
        {
            foreach (var next in _next[open.Pop()])
            {
                if (reached.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }

    private bool IsAmbiguous(List<int> circle)
    {
        var inside = new HashSet<int>(circle);
        // The same step in two ways: (a+)+ goes on inside, or begins anew.
        if (_ways.Any(way => way.Value > 1 && inside.Contains(way.Key.From) && inside.Contains(way.Key.To) && _places[way.Key.To] is not null))
        {
            return true;
        }

        // Two ways apart that come together again. In a circle each place leads to each, so any start and any end will do.
        var forward = Pairs(circle, Steps);
        var back = Pairs(circle, StepsBack);
        return forward.Any(pair => pair.Item1 != pair.Item2 && back.Contains(pair));

        IEnumerable<(int, int)> Steps((int, int) pair) =>
            from left in _next[pair.Item1]
            where inside.Contains(left)
            from right in _next[pair.Item2]
            where inside.Contains(right) && Overlap(left, right)
            select (left, right);

        // Stepping back, it is the pair itself whose letters must be common.
        IEnumerable<(int, int)> StepsBack((int, int) pair) => !Overlap(pair.Item1, pair.Item2)
            ? []
            : from left in circle
              where _next[left].Contains(pair.Item1)
              from right in circle
              where _next[right].Contains(pair.Item2)
              select (left, right);
    }

    private static HashSet<(int, int)> Pairs(List<int> circle, Func<(int, int), IEnumerable<(int, int)>> steps)
    {
        var reached = new HashSet<(int, int)>();
        var open = new Stack<(int, int)>(circle.Select(place => (place, place)));
        while (open.Count > 0)
        {
            foreach (var next in steps(open.Pop()))
            {
                if (reached.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }

    private bool Overlap(int left, int right) => _places[left] is { } one && _places[right] is { } other && one.Overlaps(other);
}
