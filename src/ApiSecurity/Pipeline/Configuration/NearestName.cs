namespace ApiSecurity.Pipeline;

/// <summary>Finds what somebody meant who misspelt a name.</summary>
internal static class NearestName
{
    private const int LongestName = 100;

    /// <returns>"Did you mean …?", or <paramref name="otherwise"/> where no name is near.</returns>
    public static string Suggest(string name, IEnumerable<string> known, string otherwise)
    {
        if (name.Length > LongestName)
        {
            return otherwise;
        }

        var nearest = known.Select(candidate => (Name: candidate, Distance: Distance(name, candidate))).OrderBy(candidate => candidate.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(2, name.Length / 3) ? $"Did you mean {nearest.Name}?" : otherwise;
    }

    /// <summary>How many letters have to be put in, taken out or replaced.</summary>
    private static int Distance(string left, string right)
    {
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            previous[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var same = char.ToUpperInvariant(left[row - 1]) == char.ToUpperInvariant(right[column - 1]);
                var substitution = previous[column - 1] + (same ? 0 : 1);
                current[column] = Math.Min(substitution, Math.Min(previous[column], current[column - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
