namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The body is not well-formed XML, has a DTD, or is larger in some way than is accepted.</summary>
    public const string XmlMalformed = "xml_malformed";

    /// <summary>The message has no SOAP envelope, or not that of the version that the media type says.</summary>
    public const string SoapVersion = "soap_version";

    /// <summary>The envelope has other parts than an envelope has.</summary>
    public const string SoapEnvelope = "soap_envelope";

    /// <summary>The request's action is not one of the endpoint's, or not that of the message.</summary>
    public const string SoapAction = "soap_action";

    /// <summary>A header block must be understood, and the endpoint does not say that it does.</summary>
    public const string SoapMustUnderstand = "soap_must_understand";
}
