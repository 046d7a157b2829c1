namespace ApiSecurity.Validation;

/// <summary>Reads a class of characters: what follows <c>[</c>.</summary>
internal static class EcmaClass
{
    public static CodePoints Read(EcmaReader reader)
    {
        var isNegated = reader.TryTake('^');
        var set = new CodePoints();
        while (!reader.TryTake(']'))
        {
            var first = ReadOne(reader, set);
            if (first < 0 || reader.Peek() != '-')
            {
                Add(set, first);
                continue;
            }

            reader.Read();
            if (reader.Peek() == ']')
            {
                set.Add(first).Add('-');
                continue;
            }

            AddRange(reader, set, first);
        }

        return isNegated ? set.Others() : set;
    }

    private static void AddRange(EcmaReader reader, CodePoints set, int first)
    {
        var last = ReadOne(reader, set);
        if (last < 0)
        {
            // A range that ends with a class is none: the three stand for themselves.
            set.Add(first).Add('-');
        }
        else if (last < first)
        {
            throw new FormatException("A range of characters is out of order.");
        }
        else
        {
            set.Add(first, last);
        }
    }

    /// <returns>The character; -1 for a class, which is added at once.</returns>
    private static int ReadOne(EcmaReader reader, CodePoints set)
    {
        var character = reader.Read();
        if (character != '\\')
        {
            return character;
        }

        switch (reader.Peek())
        {
            case 'b':
                reader.Read();
                return '\b';
            case '-':
                return reader.Read();
            default:
                var escaped = EcmaEscape.Read(reader, out var single);
                if (single < 0)
                {
                    set.Add(escaped);
                }

                return single;
        }
    }

    private static void Add(CodePoints set, int character)
    {
        if (character >= 0)
        {
            set.Add(character);
        }
    }
}
