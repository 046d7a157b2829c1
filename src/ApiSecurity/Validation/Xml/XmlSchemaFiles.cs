using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace ApiSecurity.Validation;

/// <summary>Reads the files of a schema. Nothing that they refer to is fetched: all of them are named.</summary>
internal static class XmlSchemaFiles
{
    private const int LongestFile = 16 * 1024 * 1024;

    private static readonly XNamespace Xsd = XmlSchema.Namespace;

    /// <returns>The schema; or why there is none, with the file and the place.</returns>
    public static (XmlSchemaSet? Schemas, string? Error) Read(string root, IReadOnlyList<string> paths)
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        foreach (var path in paths)
        {
            try
            {
                var document = Load(Path.Combine(root, path));
                if (SlowPattern(document) is { } slow)
                {
                    return (null, $"{path}, line {((IXmlLineInfo)slow).LineNumber}: the pattern may need a time that doubles with each character, and there is no limit to that. Write it without repetitions in repetitions.");
                }

                using var reader = document.CreateReader();
                // An error would be told to a handler only, and the schema be taken without what is wrong.
                schemas.Add(XmlSchema.Read(reader, static (_, told) => throw told.Exception)!);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or XmlSchemaException)
            {
                return (null, $"{path} can't be used as a schema: {exception.Message}{Place(exception)}");
            }
        }

        try
        {
            schemas.Compile();
            return (schemas, null);
        }
        catch (XmlSchemaException exception)
        {
            return (null, $"{string.Join(", ", paths)}: {exception.Message}{Place(exception)} Name all files of the schema: none that is only referred to is read.");
        }
    }

    private static XDocument Load(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LongestFile });
        return XDocument.Load(reader, LoadOptions.SetLineInfo);
    }

    /// <summary>The framework matches patterns of XML Schema by backtracking, and without a limit.</summary>
    private static XElement? SlowPattern(XDocument schema) => schema.Descendants(Xsd + "pattern").FirstOrDefault(facet =>
        facet.Attribute("value")?.Value is { } pattern && BacktrackingParser.Parse(WithoutNames(pattern), PatternOptions.None, out _) is { } parsed && Backtracking.IsCatastrophic(parsed, isWhole: true));

    /// <summary>Two classes that patterns have in XML Schema only: the letters of names.</summary>
    private static string WithoutNames(string pattern) => pattern.Replace("\\i", "[A-Za-z_:]", StringComparison.Ordinal).Replace("\\c", "[A-Za-z0-9._:-]", StringComparison.Ordinal);

    private static string Place(Exception exception) => exception is XmlSchemaException { LineNumber: > 0 and var line } ? $" (line {line})" : string.Empty;
}
