using System.Buffers;
using System.Text.Unicode;

namespace ApiSecurity.Validation;

/// <summary>Lets clean text through: no character that syntax is made of, and no word that needs none. Vectorised, and cheap for texts of all lengths.</summary>
internal static class FirstLook
{
    private const string MarkText = "'\"`<>;|&$(){}=\\%*#!^~\n\r";
    private const string WideText = "\u560A\u560D\uFF1C\uFF1E\uFF07\uFF02\uFF1B\uFF0E\uFF0F\uFF3C";
    private const int Overlap = 16;
    private const int Window = 512;

    private static readonly SearchValues<char> Marks = SearchValues.Create(MarkText + "\0" + WideText);

    /// <summary>What a decoder may make a mark of.</summary>
    private static readonly SearchValues<char> WideMarks = SearchValues.Create(WideText);

    private static readonly SearchValues<byte> MarkBytes = SearchValues.Create([.. MarkText.Select(c => (byte)c), 0]);

    /// <summary>What is in the frame of JSON is no mark, nor are the blanks between: inside of a text they are escaped, and the backslash is one.</summary>
    private static readonly SearchValues<byte> JsonMarks = SearchValues.Create([.. MarkText.Except("\"{}\n\r").Select(c => (byte)c), 0]);

    /// <summary>
    /// Few, and none shorter than three characters: the search is by groups of three, and more of them would have it stop at every other place.
    /// Whatever needs a mark to do harm is not among them.
    /// </summary>
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["select", "order by", "declare", "script:", "__proto__", "iconv", "0x2", "0x5c"], StringComparison.OrdinalIgnoreCase);

    /// <summary>What needs a slash, and is looked for only where one is.</summary>
    private static readonly SearchValues<string> Paths = SearchValues.Create(
        [
            "/etc", "/proc", "/var/", "/usr/", "/opt/", "/home/", "/bin/", "/windows", "/winnt", "/conf", "/inc/", "/log", "_log", ".ini", ".conf", ".log", "://",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static bool IsSuspicious(ReadOnlySpan<char> text) =>
        text.ContainsAny(Marks)
        || text.Contains("..", StringComparison.Ordinal) || text.Contains("@@", StringComparison.Ordinal) || HasWord(text, text.Contains('/'));

    public static bool IsSuspicious(ReadOnlySpan<byte> utf8) => utf8.ContainsAny(MarkBytes) || HasWord(utf8);

    /// <summary>A whole body of JSON at once: most have nothing in them that has to be taken apart.</summary>
    public static bool IsSuspiciousJson(ReadOnlySpan<byte> utf8) => utf8.ContainsAny(JsonMarks) || HasWord(utf8);

    private static bool HasWord(ReadOnlySpan<char> text, bool hasSlash) =>
        text.ContainsAny(Words)
        || (hasSlash && (text.ContainsAny(Paths) || text.Contains(":/", StringComparison.Ordinal) || text.Contains(" /", StringComparison.Ordinal)));

    private static bool HasWord(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf(".."u8) >= 0 || utf8.IndexOf("@@"u8) >= 0)
        {
            return true;
        }

        var hasSlash = utf8.Contains((byte)'/');
        Span<char> window = stackalloc char[Window];
        while (utf8.Length > 2)
        {
            Utf8.ToUtf16(utf8, window, out var read, out var written, replaceInvalidSequences: true);
            var text = window[..written];
            if (HasWord(text, hasSlash) || (read != written && text.ContainsAny(WideMarks)))
            {
                return true;
            }

            if (read >= utf8.Length || read <= Overlap)
            {
                return false;
            }

            utf8 = utf8[(read - Overlap)..];
        }

        return false;
    }
}
