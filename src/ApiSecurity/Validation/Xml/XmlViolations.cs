namespace ApiSecurity.Validation;

/// <summary>Codes and texts of what can be wrong with XML.</summary>
internal static class XmlViolations
{
    public const string Malformed = "malformed";
    public const string MalformedText = "This is not well-formed XML, or has a DTD.";

    public const string MaxDepth = "max_depth";
    public const string MaxNodes = "max_nodes";
    public const string MaxAttributes = "max_attributes";
    public const string MaxNamespaces = "max_namespaces";
    public const string MaxText = "max_text";
    public const string MaxName = "max_name";
    public const string LimitText = "There is more of it than is accepted.";

    public const string Include = "xinclude";
    public const string IncludeText = "Documents that include others are not accepted.";

    public const string Value = "value";
    public const string ValueText = "The value is not one that the schema allows here.";

    public const string Content = "content";
    public const string ContentText = "An element or attribute is missing, is not allowed here, or has been here too often.";

    public const string Undeclared = "undeclared";
    public const string UndeclaredText = "The schema has no such element.";

    public const string SoapVersion = "soap_version";
    public const string SoapVersionText = "The envelope is neither SOAP 1.1 nor 1.2, or not what the Content-Type says.";

    public const string SoapEnvelope = "soap_envelope";
    public const string SoapEnvelopeText = "An envelope has at most one Header, then one Body with one element, and nothing else.";

    public const string SoapAction = "soap_action";
    public const string SoapActionText = "The action is not one of the endpoint's, or not that of the body.";

    public const string SoapMustUnderstand = "soap_must_understand";
    public const string SoapMustUnderstandText = "The header block must be understood, and is not.";
}
