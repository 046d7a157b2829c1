namespace ApiSecurity.Transport;

/// <summary>What could be set on Kestrel, for the checks that need not do its work again and for the summary.</summary>
internal sealed class KestrelState
{
    private readonly List<string> _notes = [];

    /// <summary>Whether Kestrel refuses too many and too large headers by itself.</summary>
    public bool BoundsHeaders { get; set; }

    /// <summary>The body limit that the application has chosen, if it has; <see cref="long.MaxValue"/> for none.</summary>
    public long? ApplicationMaxBody { get; set; }

    public IReadOnlyList<string> Notes => _notes;

    public void Note(string text) => _notes.Add(text);
}
