using System.Globalization;

namespace ApiSecurity.Transport;

/// <summary>The hosts that the API answers for; <c>*.example.com</c> stands for every name below that one.</summary>
internal sealed class HostList
{
    private static readonly IdnMapping Idn = new();

    private readonly string[] _exact;
    private readonly string[] _suffixes;

    public HostList(IEnumerable<string> patterns)
    {
        var all = patterns.Select(Ascii).ToArray();
        IsOpen = all.Length == 0 || all.Contains("*");
        _exact = [.. all.Where(pattern => !pattern.StartsWith('*'))];
        _suffixes = [.. all.Where(pattern => pattern.StartsWith("*.", StringComparison.Ordinal)).Select(pattern => pattern[1..])];
    }

    /// <summary>Whether there is nothing to tell one host from another by.</summary>
    public bool IsOpen { get; }

    public bool Includes(ReadOnlySpan<char> host)
    {
        foreach (var exact in _exact)
        {
            if (host.Equals(exact, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (var suffix in _suffixes)
        {
            if (host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Clients send international names in their ASCII form.</summary>
    public static string Ascii(string pattern) => System.Text.Ascii.IsValid(pattern) ? pattern : Idn.GetAscii(pattern);
}
