namespace ApiSecurity.Headers;

/// <summary>What may stand in a header's name and value.</summary>
internal static class HeaderText
{
    /// <summary>Servers and proxies on the way take 8 kB to 16 kB of response headers in all.</summary>
    public const int MaximumLength = 4096;

    /// <summary>Visible US-ASCII and spaces (RFC 9110 section 5.5): a line break would start a header of somebody else's choice.</summary>
    public static bool IsValue(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~');

    /// <summary>A key as it may stand in a message: it can't begin a line of its own in a log.</summary>
    public static string Printable(string key) => IsValue(key) && key.Length <= 100 ? key : "?";
}
