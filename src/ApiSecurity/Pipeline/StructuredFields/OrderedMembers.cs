using System.Diagnostics.CodeAnalysis;

namespace ApiSecurity.Pipeline;

/// <summary>Parameters, or a dictionary's members: in the order of their first occurrence, with the value of the last (RFC 9651 section 4.2.2).</summary>
internal sealed class OrderedMembers<T>
{
    /// <summary>Up to here a search is faster than a hash.</summary>
    private const int SearchedInPlace = 16;

    private readonly List<KeyValuePair<string, T>> _members = [];
    private Dictionary<string, int>? _places;

    public int Count => _members.Count;

    /// <summary>Whether a key came more than once. The grammar allows it; who needs one meaning only does not have to.</summary>
    public bool HasDuplicates { get; private set; }

    public KeyValuePair<string, T> this[int index] => _members[index];

    public void Set(string key, T value)
    {
        var place = PlaceOf(key);
        if (place >= 0)
        {
            HasDuplicates = true;
            _members[place] = new(key, value);
            return;
        }

        _members.Add(new(key, value));
        if (_places is not null)
        {
            _places[key] = _members.Count - 1;
        }
        else if (_members.Count > SearchedInPlace)
        {
            _places = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var index = 0; index < _members.Count; index++)
            {
                _places[_members[index].Key] = index;
            }
        }
    }

    public bool TryGet(string key, [MaybeNullWhen(false)] out T value)
    {
        var place = PlaceOf(key);
        value = place < 0 ? default : _members[place].Value;
        return place >= 0;
    }

    private int PlaceOf(string key)
    {
        if (_places is not null)
        {
            return _places.TryGetValue(key, out var known) ? known : -1;
        }

        for (var index = 0; index < _members.Count; index++)
        {
            if (string.Equals(_members[index].Key, key, StringComparison.Ordinal))
            {
                return index;
            }
        }

        return -1;
    }
}
