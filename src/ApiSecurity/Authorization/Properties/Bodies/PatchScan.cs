using System.Text.Json;

namespace ApiSecurity.Authorization;

/// <summary>Looks through a JSON Patch (RFC 6902) for operations that write or read what the caller may not.</summary>
/// <param name="roots">What the document that is patched may be.</param>
/// <param name="scan">Where violations go.</param>
internal sealed class PatchScan(BodyNode[] roots, BodyScan scan)
{
    private const string MayNotWrite = "The caller may not write this member.";
    private const string MayNotReplace = "The caller may not write a member below this, so it can't be replaced, moved, copied or removed as a whole.";
    private const string MayNotRead = "The caller may not read this member, or one below it.";

    /// <summary>Looks through the array on whose first token the reader stands.</summary>
    /// <exception cref="JsonException">It is no patch, or one that readers could take for different ones.</exception>
    public void Scan(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A JSON Patch is an array.");
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            scan.Path.Push(index);
            ScanOperation(ref reader);
            scan.Path.Pop();
        }
    }

    private void ScanOperation(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An operation of a JSON Patch is an object.");
        }

        string? op = null, path = null, from = null;
        var hasValue = false;
        var value = reader;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            // Some readers don't tell case, so a second "Path" would be another's first.
            var name = BodyScan.Decode(ref reader).ToUpperInvariant();
            reader.Read();
            switch (name)
            {
                case "OP":
                    op = Text(ref reader, op);
                    break;
                case "PATH":
                    path = Text(ref reader, path);
                    break;
                case "FROM" when reader.TokenType == JsonTokenType.Null:
                    break;
                case "FROM":
                    from = Text(ref reader, from);
                    break;
                case "VALUE":
                    value = hasValue ? throw new JsonException("An operation has two values.") : reader;
                    hasValue = true;
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        Check(op, path, from, hasValue, ref value);
    }

    private void Check(string? op, string? path, string? from, bool hasValue, ref Utf8JsonReader value)
    {
        var target = Resolve(path);
        switch (op?.ToUpperInvariant())
        {
            case "ADD":
            case "REPLACE":
                var isInserted = target.IsItem && op.Equals("add", StringComparison.OrdinalIgnoreCase);
                if (Write("path", target, isInserted) && hasValue)
                {
                    scan.Path.Push("value");
                    scan.Scan(ref value, target.Nodes);
                    scan.Path.Pop();
                }

                break;
            case "REMOVE":
                Write("path", target, isInserted: false);
                break;
            case "MOVE":
                var moved = Resolve(from);
                Read("from", moved);
                Write("from", moved, isInserted: false);
                Write("path", target, isInserted: false);
                break;
            case "COPY":
                // What comes along is not known here, and may have what the caller may not write at the new place.
                Read("from", Resolve(from));
                Write("path", target, isInserted: false);
                break;
            case "TEST":
                Read("path", target);
                break;
            default:
                throw new JsonException("An operation has no name that is known.");
        }
    }

    private bool Write(string member, in Target target, bool isInserted)
    {
        var mayWrite = target.MayWrite;
        var mayReplace = isInserted || !scan.MustLook(target.Nodes);
        if (!mayWrite || !mayReplace)
        {
            Tell(member, BodyScan.NotWritable, mayWrite ? MayNotReplace : MayNotWrite);
        }

        return mayWrite && mayReplace;
    }

    private void Read(string member, in Target target)
    {
        if (!target.MayRead || !scan.MayReadAll(target.Nodes))
        {
            Tell(member, BodyScan.NotReadable, MayNotRead);
        }
    }

    private void Tell(string member, string code, string detail)
    {
        scan.Path.Push(member);
        scan.Add(code, detail);
        scan.Path.Pop();
    }

    /// <summary>Goes to where a pointer points, through all that may be there.</summary>
    private Target Resolve(string? pointer)
    {
        var target = new Target(roots, MayWrite: true, MayRead: true, IsItem: false);
        foreach (var token in Tokens(pointer ?? throw new JsonException("An operation lacks a path.")))
        {
            if (target.Nodes.Length == 0)
            {
                // No rule stands below; what is left is looked at for its form alone.
                target = target with { IsItem = false };
                continue;
            }

            var next = new List<BodyNode>();
            var isItem = true;
            var (mayWrite, mayRead) = (target.MayWrite, target.MayRead);
            foreach (var node in target.Nodes.SelectMany(node => node.Union?.All ?? [node]).Distinct())
            {
                isItem &= node.IsArray;
                next.AddRange(node.Items);
                if (node.Find(token) is { } member)
                {
                    mayWrite &= scan.MayWrite(member.Write);
                    mayRead &= scan.MayRead(member.Read);
                    next.AddRange(member.Values);
                }
            }

            target = new Target([.. next.Distinct()], mayWrite, mayRead, isItem);
        }

        return target;
    }

    /// <summary>The parts of a JSON pointer (RFC 6901). The framework's readers of patches leave empty ones out, and do without the first slash, so this does too.</summary>
    private static IEnumerable<string> Tokens(string pointer)
    {
        foreach (var part in pointer.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            for (var index = part.IndexOf('~', StringComparison.Ordinal); index >= 0; index = part.IndexOf('~', index + 1))
            {
                if (index + 1 >= part.Length || part[index + 1] is not ('0' or '1'))
                {
                    throw new JsonException("A pointer has a ~ that is neither ~0 nor ~1.");
                }
            }

            yield return part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }
    }

    private static string Text(ref Utf8JsonReader reader, string? before) =>
        before is null && reader.TokenType == JsonTokenType.String ? BodyScan.Decode(ref reader) : throw new JsonException("An operation has a member twice, or one that is no text.");

    /// <param name="Nodes">What may be there.</param>
    /// <param name="MayWrite">Whether the caller may write all that was gone through.</param>
    /// <param name="MayRead">Whether the caller may read it.</param>
    /// <param name="IsItem">Whether it is an array's item for sure, so that what is added there takes nobody's place.</param>
    private readonly record struct Target(BodyNode[] Nodes, bool MayWrite, bool MayRead, bool IsItem);
}
