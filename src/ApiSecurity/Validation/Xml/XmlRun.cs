using System.Globalization;

namespace ApiSecurity.Validation;

/// <summary>What was found wrong with a body of XML. It holds nothing that the client sent but the names of elements.</summary>
internal sealed class XmlRun(int maxViolations)
{
    /// <summary>Names are the client's; an answer need not repeat all of them.</summary>
    private const int LongestPath = 512;

    public List<Violation> Violations { get; } = [];

    public bool IsFull => Violations.Count >= maxViolations;

    /// <summary>Whether the bytes are in an encoding that is not taken.</summary>
    public bool HasOtherCharset { get; private init; }

    public static XmlRun OtherCharset() => new(0) { HasOtherCharset = true };

    public void Add(string path, string code, string detail, int line, int column)
    {
        if (!IsFull)
        {
            var place = path.Length <= LongestPath ? path : path[..LongestPath];
            Violations.Add(new Violation(place, code, detail, place.Length == 0 ? "$" : place, string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}")));
        }
    }
}
