namespace ApiSecurity.Validation;

/// <summary>A hash of a JSON value that equal values share, however they are written.</summary>
internal static class ValueHash
{
    private const ulong ArraySeed = 0xA11A;
    private const ulong ObjectSeed = 0x0B0B;

    public static ulong Of(ref SchemaRun run, Tape tape, int at)
    {
        ref readonly var token = ref tape.Tokens[at];
        if (!run.Spend())
        {
            return 0;
        }

        return token.Kind switch
        {
            TokenKind.Number => ExactNumber.Parse(tape.Raw(at)).Hash(),
            TokenKind.Text => KeyedHash.Of(tape.TextOf(at, ref run.Buffer.Scratch)),
            TokenKind.Array or TokenKind.Object => OfContainer(ref run, tape, at),
            _ => KeyedHash.Combine((ulong)token.Kind, 1),
        };
    }

    private static ulong OfContainer(ref SchemaRun run, Tape tape, int at)
    {
        if (!run.Enter())
        {
            return 0;
        }

        var hash = tape.Tokens[at].Kind == TokenKind.Array ? OfItems(ref run, tape, at) : OfMembers(ref run, tape, at);
        run.Leave();
        return hash;
    }

    private static ulong OfItems(ref SchemaRun run, Tape tape, int at)
    {
        var hash = ArraySeed;
        var end = tape.Tokens[at].Link;
        for (var item = at + 1; item < end; item = tape.Tokens[item].Link)
        {
            hash = KeyedHash.Combine(hash, Of(ref run, tape, item));
        }

        return hash;
    }

    /// <summary>A sum, since their order does not count.</summary>
    private static ulong OfMembers(ref SchemaRun run, Tape tape, int at)
    {
        var hash = ObjectSeed;
        var end = tape.Tokens[at].Link;
        for (var name = at + 1; name < end; name = tape.Tokens[name + 1].Link)
        {
            hash += KeyedHash.Combine((uint)tape.Tokens[name].Link, Of(ref run, tape, name + 1));
        }

        return KeyedHash.Combine(hash, ObjectSeed);
    }
}
