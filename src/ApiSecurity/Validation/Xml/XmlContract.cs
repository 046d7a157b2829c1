using System.Xml.Schema;

namespace ApiSecurity.Validation;

/// <summary>What the XML of an endpoint must be.</summary>
/// <param name="Schemas">The schema; <see langword="null"/> where only the form is checked.</param>
/// <param name="Soap">What SOAP messages it takes; <see langword="null"/> where it takes none.</param>
/// <param name="MustBeXml">Whether nothing but XML is taken.</param>
internal sealed record XmlContract(XmlSchemaSet? Schemas, SoapContract? Soap, bool MustBeXml)
{
    public static readonly XmlContract None = new(null, null, MustBeXml: false);

    /// <summary>Whether there is nothing to check.</summary>
    public bool IsNone => ReferenceEquals(this, None);

    /// <summary>How long the body may be, where the endpoint says so itself.</summary>
    public int? MaxBody { get; init; }

    /// <summary>What stops the start.</summary>
    public string? Error { get; init; }
}
