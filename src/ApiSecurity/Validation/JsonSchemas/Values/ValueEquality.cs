namespace ApiSecurity.Validation;

/// <summary>Equality of JSON values as JSON Schema means it: numbers by value, texts by characters, objects whatever the order.</summary>
internal static class ValueEquality
{
    public static bool AreEqual(ref SchemaRun run, Tape left, int leftAt, Tape right, int rightAt)
    {
        ref readonly var first = ref left.Tokens[leftAt];
        ref readonly var second = ref right.Tokens[rightAt];
        if (first.Kind != second.Kind || !run.Spend())
        {
            return false;
        }

        switch (first.Kind)
        {
            case TokenKind.Number:
                return left.Raw(leftAt).SequenceEqual(right.Raw(rightAt))
                    || ExactNumber.Compare(ExactNumber.Parse(left.Raw(leftAt)), ExactNumber.Parse(right.Raw(rightAt))) == 0;
            case TokenKind.Text:
                return left.TextOf(leftAt, ref run.Buffer.Scratch).SequenceEqual(right.TextOf(rightAt, ref run.Buffer.OtherScratch));
            case TokenKind.Array or TokenKind.Object:
                return first.Length == second.Length && AreContentsEqual(ref run, left, leftAt, right, rightAt);
            default:
                return true;
        }
    }

    private static bool AreContentsEqual(ref SchemaRun run, Tape left, int leftAt, Tape right, int rightAt)
    {
        if (!run.Enter())
        {
            return false;
        }

        var areEqual = left.Tokens[leftAt].Kind == TokenKind.Array
            ? AreItemsEqual(ref run, left, leftAt, right, rightAt)
            : AreMembersEqual(ref run, left, leftAt, right, rightAt);
        run.Leave();
        return areEqual;
    }

    private static bool AreItemsEqual(ref SchemaRun run, Tape left, int leftAt, Tape right, int rightAt)
    {
        var count = left.Tokens[leftAt].Length;
        var (item, other) = (leftAt + 1, rightAt + 1);
        for (var index = 0; index < count; index++)
        {
            if (!AreEqual(ref run, left, item, right, other))
            {
                return false;
            }

            (item, other) = (left.Tokens[item].Link, right.Tokens[other].Link);
        }

        return true;
    }

    private static bool AreMembersEqual(ref SchemaRun run, Tape left, int leftAt, Tape right, int rightAt)
    {
        var count = left.Tokens[leftAt].Length;
        var (name, next) = (leftAt + 1, rightAt + 1);
        for (var index = 0; index < count; index++)
        {
            // Mostly they come in the same order.
            var other = IsSameName(ref run, left, name, right, next) ? next : FindName(ref run, left, name, right, rightAt);
            if (other < 0 || !AreEqual(ref run, left, name + 1, right, other + 1))
            {
                return false;
            }

            name = left.Tokens[name + 1].Link;
            next = right.Tokens[other + 1].Link;
            if (next >= right.Tokens[rightAt].Link)
            {
                next = rightAt + 1;
            }
        }

        return true;
    }

    private static int FindName(ref SchemaRun run, Tape left, int name, Tape right, int rightAt)
    {
        var end = right.Tokens[rightAt].Link;
        for (var other = rightAt + 1; other < end; other = right.Tokens[other + 1].Link)
        {
            if (!run.Spend())
            {
                return -1;
            }

            if (IsSameName(ref run, left, name, right, other))
            {
                return other;
            }
        }

        return -1;
    }

    private static bool IsSameName(ref SchemaRun run, Tape left, int name, Tape right, int other) =>
        left.Tokens[name].Link == right.Tokens[other].Link
        && left.TextOf(name, ref run.Buffer.Scratch).SequenceEqual(right.TextOf(other, ref run.Buffer.OtherScratch));
}
