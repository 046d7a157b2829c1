namespace ApiSecurity.Validation;

/// <summary>Finds a member that an object has twice: which of the two counts, readers do not agree on (RFC 8259 section 4).</summary>
internal static class DuplicateMembers
{
    private const int FewMembers = 24;
    private const int MaskBits = 63;

    /// <returns>The second name of a pair, or -1.</returns>
    public static int Find(Tape tape, TapeBuffer buffer)
    {
        var tokens = tape.Tokens;
        for (var at = 0; at < tokens.Length; at++)
        {
            ref readonly var token = ref tokens[at];
            if (token.Kind != TokenKind.Object || token.Length < 2)
            {
                continue;
            }

            var second = token.Length <= FewMembers ? FindInFew(tape, buffer, at) : FindInMany(tape, buffer, at);
            if (second >= 0)
            {
                return second;
            }
        }

        return -1;
    }

    /// <summary>A bit for each name that was there; only where a bit is there already, the names before are looked at.</summary>
    private static int FindInFew(Tape tape, TapeBuffer buffer, int at)
    {
        var tokens = tape.Tokens;
        var count = tokens[at].Length;
        var seen = 0UL;
        var name = at + 1;
        for (var index = 0; index < count; index++)
        {
            var bit = 1UL << (tokens[name].Link & MaskBits);
            if ((seen & bit) != 0)
            {
                for (var other = at + 1; other < name; other = tokens[other + 1].Link)
                {
                    if (AreSame(tape, buffer, other, name))
                    {
                        return name;
                    }
                }
            }

            seen |= bit;
            name = tokens[name + 1].Link;
        }

        return -1;
    }

    private static int FindInMany(Tape tape, TapeBuffer buffer, int at)
    {
        var tokens = tape.Tokens;
        var count = tokens[at].Length;
        buffer.Slots.Begin(count);
        var name = at + 1;
        for (var index = 0; index < count; index++)
        {
            var hash = (ulong)(uint)tokens[name].Link;
            for (var other = buffer.Slots.Find(hash, out var slot); ; other = buffer.Slots.Next(hash, ref slot))
            {
                if (other < 0)
                {
                    buffer.Slots.Put(hash, slot, name);
                    break;
                }

                if (AreSame(tape, buffer, other, name))
                {
                    return name;
                }
            }

            name = tokens[name + 1].Link;
        }

        return -1;
    }

    private static bool AreSame(Tape tape, TapeBuffer buffer, int left, int right) =>
        tape.Tokens[left].Link == tape.Tokens[right].Link
        && tape.TextOf(left, ref buffer.Scratch).SequenceEqual(tape.TextOf(right, ref buffer.OtherScratch));
}
