using ApiSecurity.Pipeline;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Transport;

/// <summary>The media types that an endpoint takes or gives, and whether a header fits them.</summary>
internal sealed class MediaTypes
{
    private const int MaximumAcceptLength = 2048;

    private readonly string[] _names;
    private readonly MediaTypeHeaderValue[] _values;

    private MediaTypes(string[] names)
    {
        _names = names;
        _values = [.. names.Select(name => MediaTypeHeaderValue.Parse(name))];
        Text = string.Join(", ", names);
        Unsupported = TransportProblems.UnsupportedMediaType(Text);
    }

    /// <summary>The types as a header lists them.</summary>
    public string Text { get; }

    public Refusal Unsupported { get; }

    public bool IsPlainTextOnly => _names is ["text/plain"];

    public bool Include(string name) => _names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <returns>The types, or <see langword="null"/> where nothing is declared, or anything.</returns>
    public static MediaTypes? Of(IEnumerable<string> declared)
    {
        string[] names = [.. declared.Distinct(StringComparer.OrdinalIgnoreCase).Where(name => MediaTypeHeaderValue.TryParse(name, out _))];
        return names.Length == 0 || names.Contains("*/*") ? null : new MediaTypes(names);
    }

    /// <summary>Whether content of the type may be sent.</summary>
    public bool Take(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return false;
        }

        var end = contentType.AsSpan().IndexOf(';');
        var name = (end < 0 ? contentType.AsSpan() : contentType.AsSpan(0, end)).TrimEnd();
        foreach (var known in _names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return MediaTypeHeaderValue.TryParse(contentType, out var parsed) && IsSubset(WithoutParameters(parsed));
    }

    /// <summary>Whether one of the types suits a client that accepts these (RFC 9110 section 12.5.1).</summary>
    public bool Suit(StringValues accept)
    {
        string? header = accept;
        if (string.IsNullOrEmpty(header) || IsAnything(header))
        {
            return true;
        }

        foreach (var name in _names)
        {
            if (header.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        // What is too long, or not a list of types, says nothing that an answer could be held against.
        return header.Length > MaximumAcceptLength || !MediaTypeHeaderValue.TryParseList(accept, out var ranges) || Suit(ranges);
    }

    private bool Suit(IList<MediaTypeHeaderValue> ranges) => Array.Exists(_values, value => IsAccepted(value, ranges));

    private bool IsSubset(MediaTypeHeaderValue type) => Array.Exists(_values, type.IsSubsetOf);

    private static bool IsAnything(string header)
    {
        var index = header.IndexOf("*/*", StringComparison.Ordinal);
        if (index < 0)
        {
            return false;
        }

        var quality = header.AsSpan(index + 3).TrimStart();
        return quality is not [';', .. var value]
            || value.TrimStart() is ['q' or 'Q', '=', '1', ..] or ['q' or 'Q', '=', '0', '.', >= '1' and <= '9', ..];
    }

    private static bool IsAccepted(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> ranges)
    {
        MediaTypeHeaderValue? best = null;
        foreach (var range in ranges)
        {
            if (type.IsSubsetOf(WithoutParameters(range)) && (best is null || Precision(range) > Precision(best)))
            {
                best = range;
            }
        }

        return best is not null && best.Quality is not 0;
    }

    private static int Precision(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;

    /// <summary>Character sets, versions and qualities are not what types are told apart by here.</summary>
    private static MediaTypeHeaderValue WithoutParameters(MediaTypeHeaderValue value) =>
        value.Parameters.Count == 0 ? value : new MediaTypeHeaderValue(value.MediaType);
}
