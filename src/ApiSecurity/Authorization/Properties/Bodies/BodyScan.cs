using System.Text.Json;

namespace ApiSecurity.Authorization;

/// <summary>Looks through one body for members that the caller may not write.</summary>
/// <param name="caller">Who has sent it.</param>
/// <param name="isMergePatch">Whether it is to be merged (RFC 7396), so that null removes and an array takes another's place as a whole.</param>
internal sealed class BodyScan(Caller caller, bool isMergePatch)
{
    public const string NotWritable = "not_writable";
    public const string NotReadable = "not_readable";

    private const int MaxViolations = 16;
    private const int MaxNameOnStack = 128;
    private const string ValuesOfReferenced = "$values";
    private const string MayNotWrite = "The caller may not write this member. Leave it out.";
    private const string MayNotReplace = "The caller may not write a member of this value, so it can't be replaced or removed as a whole.";

    private readonly List<PropertyViolation> _violations = [];

    public IReadOnlyList<PropertyViolation> Violations => _violations;

    public BodyPath Path { get; } = new();

    /// <summary>Whether there is a member in the value, or below, that the caller may not write.</summary>
    public bool MustLook(BodyNode[] nodes)
    {
        foreach (var node in nodes)
        {
            foreach (var access in node.Writes)
            {
                if (!access.Allows(caller))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public bool MayWrite(PropertyAccess? access) => access is null || access.Allows(caller);

    /// <summary>Whether the caller may read all that is in the value or below; what hangs on the object is not known here.</summary>
    public bool MayReadAll(BodyNode[] nodes) => nodes.All(node => node.Reads.All(access => access.Allows(caller)));

    public bool MayRead(PropertyAccess? access) => access is null || access.Allows(caller);

    public void Add(string code, string detail)
    {
        if (_violations.Count < MaxViolations)
        {
            _violations.Add(new PropertyViolation(Path.ToPointer(forOperator: false), code, detail, Path.ToPointer(forOperator: true)));
        }
    }

    /// <summary>Looks through the value on whose first token the reader stands, and leaves it on the last.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="nodes">What the value may be.</param>
    /// <exception cref="JsonException">The JSON is broken.</exception>
    public void Scan(ref Utf8JsonReader reader, BodyNode[] nodes)
    {
        if (!MustLook(nodes))
        {
            reader.Skip();
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            ScanObject(ref reader, Choose(ref reader, nodes));
        }
        else if (isMergePatch)
        {
            Add(NotWritable, MayNotReplace);
            reader.Skip();
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            var items = Items(nodes, array: true);
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Path.Push(index);
                Scan(ref reader, items);
                Path.Pop();
            }
        }
    }

    private void ScanObject(ref Utf8JsonReader reader, BodyNode[] nodes)
    {
        var values = Items(nodes, array: false);
        var hasValues = values.Length > 0 && MustLook(values);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (hasValues)
            {
                Path.PushKey(Decode(ref reader));
                reader.Read();
                Scan(ref reader, values);
                Path.Pop();
                continue;
            }

            ScanMember(ref reader, nodes);
        }
    }

    private void ScanMember(ref Utf8JsonReader reader, BodyNode[] nodes)
    {
        BodyMember? first = null;
        List<BodyNode>? more = null;
        var mayWrite = true;
        var isKnown = false;
        Span<char> buffer = stackalloc char[MaxNameOnStack];
        var length = TryDecode(ref reader, buffer);
        ReadOnlySpan<char> name = length < 0 ? Decode(ref reader) : buffer[..length];
        foreach (var node in nodes)
        {
            if (node.IsArray && name.SequenceEqual(ValuesOfReferenced))
            {
                // An array that others may refer to (ReferenceHandler.Preserve) comes in an object.
                reader.Read();
                Scan(ref reader, nodes);
                return;
            }

            if (node.Find(name) is { } member)
            {
                isKnown |= !ReferenceEquals(member, node.Extension);
                mayWrite &= MayWrite(member.Write);
                if (first is null)
                {
                    first = member;
                }
                else if (!ReferenceEquals(first, member))
                {
                    (more ??= [.. first.Values]).AddRange(member.Values);
                }
            }
        }

        reader.Read();
        if (first is null)
        {
            reader.Skip();
            return;
        }

        if (isKnown)
        {
            Path.Push(first.Name);
        }
        else
        {
            Path.PushKey(name.ToString());
        }

        if (mayWrite)
        {
            Scan(ref reader, more is null ? first.Values : [.. more.Distinct()]);
        }
        else
        {
            Add(NotWritable, MayNotWrite);
            reader.Skip();
        }

        Path.Pop();
    }

    private static BodyNode[] Items(BodyNode[] nodes, bool array) =>
        nodes is [var one] ? (array ? one.IsArray : one.IsMap) ? one.Items : []
        : [.. nodes.Where(node => array ? node.IsArray : node.IsMap).SelectMany(node => node.Items).Distinct()];

    /// <summary>Replaces what has kinds by the kind that the object names, as the serializer does. A patch need not name it, so it may be any.</summary>
    private BodyNode[] Choose(ref Utf8JsonReader reader, BodyNode[] nodes)
    {
        if (!nodes.Any(node => node.Union is not null))
        {
            return nodes;
        }

        var chosen = new List<BodyNode>();
        foreach (var node in nodes)
        {
            if (node.Union is not { } union)
            {
                chosen.Add(node);
                continue;
            }

            var ahead = reader;
            if (Discriminator(ref ahead, union) is { } discriminator && union.Types.TryGetValue(discriminator, out var named))
            {
                chosen.Add(named);
            }
            else if (isMergePatch)
            {
                chosen.AddRange(union.All);
            }
            else
            {
                chosen.Add(node);
            }
        }

        return [.. chosen.Distinct()];
    }

    private static object? Discriminator(ref Utf8JsonReader reader, BodyUnion union)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Decode(ref reader);
            reader.Read();
            if (name == union.TypeMember)
            {
                return reader.TokenType == JsonTokenType.String ? Decode(ref reader)
                    : reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number
                    : null;
            }

            // Others of the serializer's own ($id) may stand before it.
            if (!union.Anywhere && !name.StartsWith('$'))
            {
                return null;
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>The text on which the reader stands, without its escapes.</summary>
    internal static string Decode(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("The text is not valid UTF-8, or has half a surrogate pair.", exception);
        }
    }

    /// <returns>The length of the text; -1 if there is no room for it.</returns>
    private static int TryDecode(ref Utf8JsonReader reader, scoped Span<char> buffer)
    {
        if ((reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) > buffer.Length)
        {
            return -1;
        }

        try
        {
            return reader.CopyString(buffer);
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("The text is not valid UTF-8, or has half a surrogate pair.", exception);
        }
    }
}
