using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Validation;

/// <summary>What a <c>Content-Type</c> says of XML (RFC 7303, RFC 3902).</summary>
/// <param name="IsXml">Whether it is XML at all.</param>
/// <param name="IsSoap12">Whether it is a SOAP 1.2 message.</param>
/// <param name="Charset">The charset; empty where none is told.</param>
/// <param name="Action">The action of a SOAP 1.2 message.</param>
internal readonly record struct XmlMedia(bool IsXml, bool IsSoap12, string Charset, string? Action)
{
    public const string Soap12 = "application/soap+xml";

    /// <returns>What it says; <see langword="null"/> for one that can be read in more than one way.</returns>
    public static XmlMedia? Read(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return default(XmlMedia);
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.Parameters.DistinctBy(parameter => parameter.Name.Value, StringComparer.OrdinalIgnoreCase).Count() != type.Parameters.Count)
        {
            return null;
        }

        var action = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("action", StringComparison.OrdinalIgnoreCase));
        return new XmlMedia(IsXmlType(type), type.MediaType.Equals(Soap12, StringComparison.OrdinalIgnoreCase), Unquoted(type.Charset.Value), action is null ? null : Unquoted(action.Value.Value));
    }

    public static bool IsXmlType(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/xml", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("text/xml", StringComparison.OrdinalIgnoreCase)
        || type.Suffix.Equals("xml", StringComparison.OrdinalIgnoreCase);

    private static string Unquoted(string? value) => value is ['"', .., '"'] ? HeaderUtilities.RemoveQuotes(value).ToString() : value ?? string.Empty;
}
