using System.Text;

namespace ApiSecurity.Authentication;

/// <summary>
/// The names of an object's members so far, to find one that is there twice; as places in the JSON, and as texts only where names are
/// escaped or many.
/// </summary>
internal ref struct MemberNames(ReadOnlySpan<byte> json, Span<Range> places)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly Span<Range> _places = places;
    private HashSet<string>? _texts;
    private int _count;

    /// <param name="start">Where the name starts in the JSON.</param>
    /// <param name="length">How many bytes it has there.</param>
    /// <param name="unescaped">The name as a text, if it is written with escapes.</param>
    /// <returns>Whether the name is new.</returns>
    public bool Add(int start, int length, string? unescaped)
    {
        var place = start..(start + length);
        if (_texts is not null || unescaped is not null || _count == _places.Length)
        {
            return (_texts ??= Texts()).Add(unescaped ?? Encoding.UTF8.GetString(_json[place]));
        }

        foreach (var earlier in _places[.._count])
        {
            if (_json[earlier].SequenceEqual(_json[place]))
            {
                return false;
            }
        }

        _places[_count++] = place;
        return true;
    }

    private readonly HashSet<string> Texts()
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in _places[.._count])
        {
            texts.Add(Encoding.UTF8.GetString(_json[place]));
        }

        return texts;
    }
}
