using System.Numerics;

namespace ApiSecurity.Validation;

/// <summary>The names (or texts) that a schema knows, each with a number; found by their bytes, without making a string.</summary>
internal sealed class NameTable
{
    private const int Sparseness = 4;

    private readonly List<byte[]> _names = [];
    private uint[] _hashes = new uint[Sparseness];
    private int[] _ids = new int[Sparseness];

    private byte[][] _known = [];
    private uint[] _knownHashes = [];

    /// <summary>
    /// For each name, the one that came behind it last time: documents of one schema are much alike. Threads may overwrite each other's entries; an entry that is
    /// wrong costs a look-up.
    /// </summary>
    private int[] _successors = [];

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

    /// <summary>Once all names are in: from here on, what comes next is guessed.</summary>
    public void Complete()
    {
        _known = [.. _names];
        _knownHashes = [.. _names.Select(name => HashOf(name))];
        _successors = new int[_names.Count + 1];
    }

    /// <param name="name">A name, without escapes.</param>
    /// <param name="previous">The number of the name before it, or -1.</param>
    /// <param name="hash">Its hash.</param>
    /// <returns>Its number, or -1.</returns>
    public int FindBehind(ReadOnlySpan<byte> name, int previous, out uint hash)
    {
        var successors = _successors;
        var place = previous + 1;
        if (place < successors.Length)
        {
            var guess = successors[place];
            if (guess < _known.Length && name.SequenceEqual(_known[guess]))
            {
                hash = _knownHashes[guess];
                return guess;
            }
        }

        hash = HashOf(name);
        var id = Find(name, hash);
        if (id >= 0 && place < successors.Length)
        {
            successors[place] = id;
        }

        return id;
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
