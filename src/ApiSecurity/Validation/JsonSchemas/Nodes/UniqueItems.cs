namespace ApiSecurity.Validation;

/// <summary><c>uniqueItems</c>, in a time that grows with the array, not with its square.</summary>
internal static class UniqueItems
{
    private const int FewItems = 8;

    public static bool AreUnique(ref SchemaRun run, int at)
    {
        var count = run.Tape.Tokens[at].Length;
        return count < 2 || (count <= FewItems ? AreFewUnique(ref run, at) : AreManyUnique(ref run, at));
    }

    private static bool AreFewUnique(ref SchemaRun run, int at)
    {
        var tape = run.Tape;
        var end = tape.Tokens[at].Link;
        for (var item = tape.Tokens[at + 1].Link; item < end; item = tape.Tokens[item].Link)
        {
            for (var other = at + 1; other < item; other = tape.Tokens[other].Link)
            {
                if (ValueEquality.AreEqual(ref run, tape, item, tape, other))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool AreManyUnique(ref SchemaRun run, int at)
    {
        var tape = run.Tape;
        var slots = run.Buffer.Slots;
        slots.Begin(tape.Tokens[at].Length);
        var end = tape.Tokens[at].Link;
        for (var item = at + 1; item < end; item = tape.Tokens[item].Link)
        {
            var hash = ValueHash.Of(ref run, tape, item);
            for (var other = slots.Find(hash, out var slot); ; other = slots.Next(hash, ref slot))
            {
                if (other < 0)
                {
                    slots.Put(hash, slot, item);
                    break;
                }

                if (ValueEquality.AreEqual(ref run, tape, item, tape, other))
                {
                    return false;
                }
            }

            if (run.IsStopped)
            {
                return false;
            }
        }

        return true;
    }
}
