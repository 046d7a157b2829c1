namespace ApiSecurity.Validation;

/// <summary>Finds a member that an object has twice: which of the two counts, readers do not agree on (RFC 8259 section 4).</summary>
internal static class DuplicateMembers
{
    private const int FewMembers = 24;
    private const int MaskBits = 63;
    private const int HashShift = 6;

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

    /// <summary>Two bits for each name that was there; only where both are there already, the names before are looked at.</summary>
    private static int FindInFew(Tape tape, TapeBuffer buffer, int at)
    {
        var tokens = tape.Tokens;
        var count = tokens[at].Length;
        var (seen, seenToo) = (0UL, 0UL);
        var name = at + 1;
        for (var index = 0; index < count; index++)
        {
            var hash = tokens[name].Link;
            var (bit, other) = (1UL << (hash & MaskBits), 1UL << ((hash >> HashShift) & MaskBits));
            if ((seen & bit) != 0 && (seenToo & other) != 0)
            {
                for (var before = at + 1; before < name; before = tokens[before + 1].Link)
                {
                    if (AreSame(tape, buffer, before, name))
                    {
                        return name;
                    }
                }
            }

            seen |= bit;
            seenToo |= other;
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
