using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ApiSecurity.Authentication;

/// <summary>The single parameters of a query (RFC 9421 section 2.2.8): parsed as forms are, and written again in one way.</summary>
/// <remarks>
/// ASP.NET Core takes parameters for one whose names differ in case only, and joins their values. So does this: a parameter that came twice in either
/// sense has no value, or somebody could add to what was signed.
/// </remarks>
internal sealed class SignedQuery
{
    private const int MaxParameters = 1024;

    private static readonly SearchValues<byte> Unencoded = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._"u8);

    private readonly Dictionary<string, Parameter> _parameters = new(StringComparer.OrdinalIgnoreCase);

    public SignedQuery(string? query)
    {
        var rest = query.AsSpan();
        var count = 0;
        foreach (var range in rest.Split('&'))
        {
            var pair = rest[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            if (++count > MaxParameters)
            {
                _parameters.Clear();
                return;
            }

            var equals = pair.IndexOf('=');
            // A name that is not UTF-8 can't be told apart from others, nor asked for.
            if (Read(equals < 0 ? pair : pair[..equals]) is { } name)
            {
                var isFirst = !_parameters.ContainsKey(name);
                _parameters[name] = isFirst ? new(name, equals < 0 ? string.Empty : pair[(equals + 1)..].ToString()) : default;
            }
        }
    }

    /// <returns>The value of the parameter with that (encoded) name; <see langword="null"/> where there is none, more than one, or none in UTF-8.</returns>
    public string? Find(string name) =>
        Read(name) is { } decoded && _parameters.TryGetValue(decoded, out var parameter) && parameter.Name == decoded && Encode(decoded) == name && Read(parameter.Value) is { } value
            ? Encode(value)
            : null;

    private static string? Read(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        var written = 0;
        for (var at = 0; at < length; at++)
        {
            if (bytes[at] == '%' && at + 2 < length && char.IsAsciiHexDigit((char)bytes[at + 1]) && char.IsAsciiHexDigit((char)bytes[at + 2]))
            {
                bytes[written++] = byte.Parse(bytes.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                at += 2;
            }
            else
            {
                bytes[written++] = bytes[at] == '+' ? (byte)' ' : bytes[at];
            }
        }

        // The parser of forms would have U+FFFD for what is no UTF-8, and so one value for many queries.
        return Utf8.IsValid(bytes.AsSpan(0, written)) ? Encoding.UTF8.GetString(bytes, 0, written) : null;
    }

    /// <summary>All but letters, digits and <c>* - . _</c> as %XX: the percent-encode set of forms.</summary>
    private static string Encode(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        if (!bytes.AsSpan().ContainsAnyExcept(Unencoded))
        {
            return value;
        }

        var text = new StringBuilder(bytes.Length + 16);
        foreach (var current in bytes)
        {
            if (Unencoded.Contains(current))
            {
                text.Append((char)current);
            }
            else
            {
                text.Append('%').Append(Convert.ToHexString([current]));
            }
        }

        return text.ToString();
    }

    /// <param name="Name">The name; <see langword="null"/> for one that came twice.</param>
    /// <param name="Value">The value as it was sent.</param>
    private readonly record struct Parameter(string? Name, string? Value);
}
