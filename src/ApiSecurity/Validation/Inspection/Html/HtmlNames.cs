using System.Collections.Frozen;

namespace ApiSecurity.Validation;

internal enum TagKind
{
    Plain,

    /// <summary>Runs code by being there.</summary>
    Script,

    /// <summary>Loads or embeds something, or changes what the page's addresses mean.</summary>
    Active,

    /// <summary>Loads a picture or a sound: marked-up text has these too.</summary>
    Media,

    /// <summary>Text that ends at its closing tag only.</summary>
    RawText,
}

/// <summary>Names of HTML and SVG that matter.</summary>
internal static class HtmlNames
{
    private static readonly FrozenDictionary<string, TagKind> Tags = Build();
    private static readonly FrozenDictionary<string, TagKind>.AlternateLookup<ReadOnlySpan<char>> Lookup = Tags.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string> Carriers = new[]
    {
        "srcdoc", "formaction", "xlink:href", "datasrc", "dataformatas", "dynsrc", "lowsrc", "fscommand", "seeksegmenttime", "ng-app", "ng-click", "ng-init", "v-html", "x-init",
        "xmlns:xss", "attributename", "datafld", "actiontype", "autofocus",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CarrierLookup = Carriers.GetAlternateLookup<ReadOnlySpan<char>>();

    public static TagKind Find(ReadOnlySpan<char> name)
    {
        Span<char> clean = stackalloc char[24];
        var length = 0;
        foreach (var c in name)
        {
            if (c != '\0' && length < clean.Length)
            {
                clean[length++] = c;
            }
        }

        return Lookup.TryGetValue(clean[..length], out var kind) ? kind : TagKind.Plain;
    }

    /// <summary>Whether its closing tag ends more than markup does: what was text becomes markup behind it.</summary>
    public static bool HoldsText(ReadOnlySpan<char> name) =>
        name.Equals("style", StringComparison.OrdinalIgnoreCase) || name.Equals("iframe", StringComparison.OrdinalIgnoreCase);

    public static bool IsCarrier(ReadOnlySpan<char> name) => CarrierLookup.Contains(name);

    private static FrozenDictionary<string, TagKind> Build()
    {
        var tags = new Dictionary<string, TagKind>(StringComparer.OrdinalIgnoreCase);
        Add(TagKind.Script, "script");
        Add(TagKind.Active, "iframe frame frameset object embed applet base meta link svg math isindex bgsound layer ilayer xml portal form import handler listener animate set foreignobject xss stylesheet template schema include style marquee keygen eventsource event-source maction");
        Add(TagKind.Media, "img image video audio source input button body select details input textarea track");
        Add(TagKind.RawText, "textarea title style noscript xmp plaintext html body noembed");
        return tags.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        void Add(TagKind kind, string names)
        {
            foreach (var name in names.Split(' '))
            {
                tags.TryAdd(name, kind);
            }
        }
    }
}
