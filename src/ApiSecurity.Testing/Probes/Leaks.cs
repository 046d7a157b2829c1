using System.Text.RegularExpressions;

namespace ApiSecurity.Testing;

/// <summary>What the inside of a server looks like in an answer.</summary>
internal static partial class Leaks
{
    /// <returns>What kind of thing is told; never the text itself.</returns>
    public static string? Find(string text) =>
        Frame().IsMatch(text) ? "a stack trace"
        : Exceptions().IsMatch(text) ? "an exception's type"
        : Sql().IsMatch(text) ? "the text of a database error or a query"
        : Parser().IsMatch(text) ? "the parser's own message, with its position"
        : Files().IsMatch(text) ? "a path on the server"
        : Connection().IsMatch(text) ? "a connection string"
        : null;

    [GeneratedRegex(@"(^|\n|\\n|\\r)\s+at [A-Za-z_][\w.<>`+\[\]]*\(|\.cs:line \d+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Frame();

    [GeneratedRegex(@"\b(System|Microsoft|Npgsql|MySql|Oracle|MongoDB|Newtonsoft|Grpc)(\.\w+)*\.\w*Exception\b|\b\w+Exception: |Object reference not set|Value cannot be null\. \(Parameter|Nullable object must have a value|Sequence contains (no|more)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Exceptions();

    [GeneratedRegex(@"SQLite Error|SQL syntax|syntax error (at or )?near|near ""[^""]*"": syntax error|unrecognized token|Unclosed quotation mark|ORA-\d{5}|SQLSTATE|\bSELECT\b.{1,200}\bFROM\b|\bINSERT INTO\b|duplicate key value", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Sql();

    [GeneratedRegex(@"BytePositionInLine|LineNumber: \d+|could not be converted to System\.|is an invalid (start|end) of a (value|property)|Failed to read parameter", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Parser();

    [GeneratedRegex(@"\b[A-Z]:\\\\?(\w|\\)+|(^|[\s'""(])/(home|usr|var|src|app|opt|root|tmp|work)/[\w./-]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Files();

    [GeneratedRegex(@"(Server|Data Source|Host)=[^;]+;.*(Password|Pwd|User Id|Database|Initial Catalog)=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Connection();
}
