using System.Numerics;

namespace ApiSecurity.Validation;

/// <summary>The names (or texts) that a schema knows, each with a number; found by their bytes, without making a string.</summary>
internal sealed class NameTable
{
    private const int Sparseness = 4;

    private readonly List<byte[]> _names = [];
    private uint[] _hashes = new uint[Sparseness];
    private int[] _ids = new int[Sparseness];

    public int Count => _names.Count;

    public static uint HashOf(ReadOnlySpan<byte> name) => (uint)KeyedHash.Of(name);

    /// <summary>The name's number, a new one if it has none.</summary>
    public int Add(ReadOnlySpan<byte> name)
    {
        var hash = HashOf(name);
        var id = Find(name, hash);
        if (id >= 0)
        {
            return id;
        }

        _names.Add(name.ToArray());
        if (_names.Count * Sparseness > _ids.Length)
        {
            Grow();
        }
        else
        {
            Insert(_names.Count - 1, hash);
        }

        return _names.Count - 1;
    }

    public int Find(ReadOnlySpan<byte> name, uint hash)
    {
        var (hashes, ids) = (_hashes, _ids);
        for (var slot = hash & (uint)(ids.Length - 1); ; slot = (slot + 1) & (uint)(ids.Length - 1))
        {
            var id = ids[slot] - 1;
            if (id < 0 || (hashes[slot] == hash && name.SequenceEqual(_names[id])))
            {
                return id;
            }
        }
    }

    private void Grow()
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(_names.Count * Sparseness * 2));
        _hashes = new uint[size];
        _ids = new int[size];
        for (var id = 0; id < _names.Count; id++)
        {
            Insert(id, HashOf(_names[id]));
        }
    }

    private void Insert(int id, uint hash)
    {
        var slot = hash & (uint)(_ids.Length - 1);
        while (_ids[slot] != 0)
        {
            slot = (slot + 1) & (uint)(_ids.Length - 1);
        }

        _hashes[slot] = hash;
        _ids[slot] = id + 1;
    }
}
