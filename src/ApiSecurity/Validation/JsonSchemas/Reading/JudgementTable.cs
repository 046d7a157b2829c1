using System.Numerics;

namespace ApiSecurity.Validation;

/// <summary>
/// What was found out about a schema and a value together, once a validation has become long: branches that lead to the same
/// schema again and again would otherwise cost twice as much with each level of a document.
/// </summary>
internal sealed class JudgementTable
{
    private const int First = 1024;
    private const int Most = 4 * 1024 * 1024;
    private const int Kept = 64 * 1024;

    private long[] _keys = [];
    private bool[] _values = [];
    private int _count;

    public bool TryFind(int node, int at, out bool isValid)
    {
        isValid = false;
        if (_count == 0)
        {
            return false;
        }

        var slot = Slot(Key(node, at));
        isValid = _values[slot];
        return _keys[slot] != 0;
    }

    public void Add(int node, int at, bool isValid)
    {
        if ((_count + 1) * 2 > _keys.Length && !TryGrow())
        {
            return;
        }

        var key = Key(node, at);
        var slot = Slot(key);
        _count += _keys[slot] == 0 ? 1 : 0;
        _keys[slot] = key;
        _values[slot] = isValid;
    }

    public void Clear()
    {
        if (_count == 0)
        {
            return;
        }

        _count = 0;
        if (_keys.Length > Kept)
        {
            _keys = [];
            _values = [];
        }
        else
        {
            _keys.AsSpan().Clear();
        }
    }

    private static long Key(int node, int at) => ((long)node << 32) | (uint)(at + 1);

    private uint Slot(long key)
    {
        var mask = (uint)_keys.Length - 1;
        var slot = (uint)(((ulong)key * 0x9E3779B97F4A7C15) >> (64 - BitOperations.Log2((uint)_keys.Length)));
        while (_keys[slot] != 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private bool TryGrow()
    {
        var size = Math.Max(First, _keys.Length * 2);
        if (size > Most)
        {
            return false;
        }

        var (keys, values) = (_keys, _values);
        _keys = new long[size];
        _values = new bool[size];
        for (var index = 0; index < keys.Length; index++)
        {
            if (keys[index] != 0)
            {
                var slot = Slot(keys[index]);
                _keys[slot] = keys[index];
                _values[slot] = values[index];
            }
        }

        return true;
    }
}
