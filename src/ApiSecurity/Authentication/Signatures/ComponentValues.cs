using System.Text;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>
/// The values of a message's components, for one signature. What has to be parsed is parsed once, however many components are taken from it: nobody has
/// proved anything yet, and 64 parameters of one long query cost no more than one.
/// </summary>
internal sealed class ComponentValues(MessageComponents message)
{
    private Dictionary<string, OrderedMembers<StructuredMember>?>? _dictionaries;
    private SignedQuery? _query;

    /// <returns>The value; <see langword="null"/> where the message has none, or none in a single form.</returns>
    public string? Find(SignatureComponent component)
    {
        if (component.IsDerived)
        {
            return component.Parameter is { } parameter ? (_query ??= new SignedQuery(message.Query)).Find(parameter) : message.Derive(component.Name);
        }

        if (message.Lines(component.Name) is not { } lines)
        {
            return null;
        }

        return component.IsBinary ? Encode(lines)
            : component.Key is { } key ? MemberOf(component.Name, lines, key)
            : component.IsStrict ? Rewrite(component.Name, lines)
            : Join(lines);
    }

    /// <summary>A field's lines as one (RFC 9421 section 2.1).</summary>
    public static string Join(IReadOnlyList<string?> lines) =>
        lines.Count == 1 ? Trim(lines[0]).ToString() : string.Join(", ", lines.Select(line => Trim(line).ToString()));

    private static string Encode(IReadOnlyList<string?> lines) =>
        string.Join(", ", lines.Select(line => $":{Convert.ToBase64String(Encoding.UTF8.GetBytes(Trim(line).ToString()))}:"));

    private string? MemberOf(string field, IReadOnlyList<string?> lines, string key) =>
        KnownFields.TypeOf(field) is KnownFields.Dictionary or '\0' && DictionaryOf(field, lines) is { } dictionary && dictionary.TryGet(key, out var member)
            ? StructuredFieldWriter.Write(member)
            : null;

    private string? Rewrite(string field, IReadOnlyList<string?> lines) => KnownFields.TypeOf(field) switch
    {
        KnownFields.Dictionary when DictionaryOf(field, lines) is { } dictionary => StructuredFieldWriter.Write(dictionary),
        KnownFields.List when StructuredField.TryParseList(Join(lines), out var list) => StructuredFieldWriter.Write(list),
        KnownFields.Item when StructuredField.TryParseItem(Join(lines), out var item) => StructuredFieldWriter.Write(item),
        _ => null,
    };

    private OrderedMembers<StructuredMember>? DictionaryOf(string field, IReadOnlyList<string?> lines)
    {
        _dictionaries ??= new(StringComparer.Ordinal);
        if (!_dictionaries.TryGetValue(field, out var dictionary))
        {
            // The last of two members counts (RFC 9651 section 4.2.2), but not for everybody who reads fields: one could be put before it.
            _dictionaries[field] = dictionary = StructuredField.TryParseDictionary(Join(lines), out var parsed) && !parsed.HasDuplicates ? parsed : null;
        }

        return dictionary;
    }

    private static ReadOnlySpan<char> Trim(string? line) => line.AsSpan().Trim(" \t");
}
