using System.Numerics;

namespace ApiSecurity.Validation;

/// <summary>A set of hashes with a number each, for one array or object at a time: to find what is there twice in linear time.</summary>
internal sealed class HashSlots
{
    private const int Kept = 8 * 1024;

    private ulong[] _hashes = [];
    private int[] _values = [];
    private uint _mask;

    public void Begin(int count)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)count * 2);
        if (_values.Length < size)
        {
            _hashes = new ulong[size];
            _values = new int[size];
        }
        else
        {
            _values.AsSpan(0, size).Clear();
        }

        _mask = (uint)size - 1;
    }

    /// <summary>
    /// Puts a value in and tells one of the same hash that is there already, or -1. What equals by hash only is asked for with <see cref="Next"/>.
    /// </summary>
    public int Find(ulong hash, out uint slot)
    {
        slot = (uint)hash & _mask;
        return Search(hash, ref slot);
    }

    public int Next(ulong hash, ref uint slot)
    {
        slot = (slot + 1) & _mask;
        return Search(hash, ref slot);
    }

    public void Put(ulong hash, uint slot, int value)
    {
        _hashes[slot] = hash;
        _values[slot] = value + 1;
    }

    public void Trim()
    {
        if (_values.Length > Kept)
        {
            _hashes = [];
            _values = [];
        }
    }

    private int Search(ulong hash, ref uint slot)
    {
        while (_values[slot] != 0 && _hashes[slot] != hash)
        {
            slot = (slot + 1) & _mask;
        }

        return _values[slot] - 1;
    }
}
