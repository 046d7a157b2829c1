using System.Globalization;
using System.Text;

namespace ApiSecurity.Errors;

/// <summary>
/// From the paths of JSON readers (<c>$.lines[0]['a.b']</c> of System.Text.Json, <c>lines[0]['a.b']</c> of Newtonsoft.Json)
/// to JSON pointers (RFC 6901).
/// </summary>
internal static class JsonPointers
{
    // The names in a path are the client's own. A pointer of what is too long ends at the last parent that fits.
    private const int MaximumLength = 256;

    public static string FromPath(string? path)
    {
        var pointer = new StringBuilder();
        var rest = path.AsSpan();
        if (rest.StartsWith("$"))
        {
            rest = rest[1..];
        }

        while (!rest.IsEmpty)
        {
            var segment = Next(ref rest);
            var length = pointer.Length;
            Append(pointer, segment);
            if (pointer.Length > MaximumLength)
            {
                pointer.Length = length;
                break;
            }
        }

        return pointer.ToString();
    }

    /// <summary>The pointer of a member of what <paramref name="pointer"/> points to.</summary>
    public static string Below(string pointer, string name)
    {
        var below = new StringBuilder(pointer);
        Append(below, name);
        return below.ToString();
    }

    /// <summary>The name that ASP.NET Core's <c>errors</c> use: <c>lines[0].quantity</c> for <c>/lines/0/quantity</c>.</summary>
    public static string ToMember(string pointer)
    {
        var member = new StringBuilder();
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                member.Append('[').Append(name).Append(']');
            }
            else
            {
                member.Append(member.Length == 0 ? string.Empty : ".").Append(name);
            }
        }

        return member.ToString();
    }

    private static ReadOnlySpan<char> Next(scoped ref ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("['"))
        {
            return Quoted(ref rest);
        }

        var start = rest[0] is '.' or '[' ? 1 : 0;
        var end = rest[0] == '[' ? rest.IndexOf(']') : Until(rest, start);
        var segment = end < 0 ? rest[start..] : rest[start..end];
        rest = end < 0 ? [] : rest[(rest[0] == '[' ? end + 1 : end)..];
        return segment;
    }

    private static int Until(ReadOnlySpan<char> rest, int start)
    {
        var length = rest[start..].IndexOfAny('.', '[');
        return length < 0 ? -1 : start + length;
    }

    /// <summary>System.Text.Json does not escape quotes in names, so a name ends at a quote that a segment's end follows.</summary>
    private static ReadOnlySpan<char> Quoted(scoped ref ReadOnlySpan<char> rest)
    {
        var from = 2;
        while (true)
        {
            var found = rest[from..].IndexOf("']");
            if (found < 0)
            {
                var all = rest[2..];
                rest = [];
                return all;
            }

            var end = from + found;
            if (end + 2 == rest.Length || rest[end + 2] is '.' or '[')
            {
                var name = rest[2..end];
                rest = rest[(end + 2)..];
                return name;
            }

            from = end + 2;
        }
    }

    private static void Append(StringBuilder pointer, ReadOnlySpan<char> segment)
    {
        pointer.Append('/');
        foreach (var character in segment)
        {
            switch (character)
            {
                case '~':
                    pointer.Append("~0");
                    break;
                case '/':
                    pointer.Append("~1");
                    break;
                default:
                    pointer.Append(character);
                    break;
            }
        }
    }
}
