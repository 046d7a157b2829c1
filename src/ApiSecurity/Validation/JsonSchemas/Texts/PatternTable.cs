namespace ApiSecurity.Validation;

/// <summary>
/// A pattern as a table: for each state and each byte, the next state. A text is matched with one look-up a byte, over its UTF-8, and without a
/// second way to try. Patterns whose table would be large are left to .NET.
/// </summary>
internal sealed class PatternTable
{
    private const int Bytes = 256;
    private const int Nowhere = 0;
    private const int Found = 1;
    private const int MostStates = 1000;
    private const int MostWork = 3_000_000;

    private readonly PatternStates _source;
    private readonly byte[] _classes = new byte[Bytes];
    private readonly List<byte> _samples = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly List<int[]> _sets = [[], []];
    private readonly List<bool> _ends = [false, true];
    private readonly int[] _marks;
    private readonly int _first;
    private ushort[] _next = [];
    private bool[] _matchesAtEnd = [];
    private int _mark;
    private int _work;

    private PatternTable(PatternStates source)
    {
        _source = source;
        _marks = new int[source.All.Count];
        FindClasses();
        _first = StateOf(Closure([source.First], isStart: true), isStart: true);
    }

    public static PatternTable? TryMake(string pattern)
    {
        if (PatternParser.TryParse(pattern) is not { } tree || PatternStates.TryMake(tree) is not { } states)
        {
            return null;
        }

        var table = new PatternTable(states);
        return table.TryFill() ? table : null;
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        var (next, classes, width) = (_next, _classes, _samples.Count);
        var state = _first;
        if (state <= Found)
        {
            return state == Found;
        }

        foreach (var unit in text)
        {
            state = next[(state * width) + classes[unit]];
            if (state <= Found)
            {
                return state == Found;
            }
        }

        return _matchesAtEnd[state];
    }

    /// <summary>Bytes that no state tells apart are one class.</summary>
    private void FindClasses()
    {
        var isEdge = new bool[Bytes + 1];
        isEdge[0] = true;
        foreach (var state in _source.All.Where(state => state.Kind == PatternStates.StateKind.Byte))
        {
            isEdge[state.Low] = true;
            isEdge[state.High + 1] = true;
        }

        for (var unit = 0; unit < Bytes; unit++)
        {
            if (isEdge[unit])
            {
                _samples.Add((byte)unit);
            }

            _classes[unit] = (byte)(_samples.Count - 1);
        }
    }

    private bool TryFill()
    {
        var rows = new List<ushort[]> { new ushort[_samples.Count], new ushort[_samples.Count] };
        for (var state = rows.Count; state < _sets.Count; state++)
        {
            var row = new ushort[_samples.Count];
            for (var sample = 0; sample < _samples.Count; sample++)
            {
                row[sample] = (ushort)StateOf(Closure(Behind(_sets[state], _samples[sample]), isStart: false), isStart: false);
            }

            rows.Add(row);
            if (_sets.Count > MostStates || _work > MostWork)
            {
                return false;
            }
        }

        _next = [.. rows.SelectMany(row => row)];
        _matchesAtEnd = [.. _ends];
        return true;
    }

    private List<int> Behind(int[] set, byte unit)
    {
        // A match may begin at each byte.
        var next = new List<int> { _source.First };
        foreach (var id in set)
        {
            var state = _source.All[id];
            if (state.Kind == PatternStates.StateKind.Byte && unit >= state.Low && unit <= state.High)
            {
                next.Add(state.Next[0]);
            }
        }

        _work += set.Length;
        return next;
    }

    /// <summary>All states that are reached without reading: those that read, and those that wait for the end.</summary>
    private List<int> Closure(List<int> from, bool isStart, bool isEnd = false)
    {
        _mark++;
        var (reached, open) = (new List<int>(), new Stack<int>(from));
        while (open.TryPop(out var id))
        {
            if (_marks[id] == _mark)
            {
                continue;
            }

            _marks[id] = _mark;
            _work++;
            var state = _source.All[id];
            var passes = state.Kind == PatternStates.StateKind.Split
                || (state.Kind == PatternStates.StateKind.Start && isStart) || (state.Kind == PatternStates.StateKind.End && isEnd);
            foreach (var next in passes ? state.Next : [])
            {
                open.Push(next);
            }

            if (!passes && state.Kind != PatternStates.StateKind.Start)
            {
                reached.Add(id);
            }
        }

        return reached;
    }

    /// <param name="reached">The states, which it is one of the table for.</param>
    /// <param name="isStart">Whether nothing has been read: a text that is empty is at its start and its end at once.</param>
    private int StateOf(List<int> reached, bool isStart)
    {
        if (reached.Contains(PatternStates.Match))
        {
            return Found;
        }

        if (reached.Count == 0)
        {
            return Nowhere;
        }

        reached.Sort();
        var key = (isStart ? "^" : string.Empty) + string.Join(',', reached);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        _sets.Add([.. reached]);
        _ends.Add(Closure(isStart ? [.. reached, _source.First] : reached, isStart, isEnd: true).Contains(PatternStates.Match));
        return _known[key] = _sets.Count - 1;
    }
}
