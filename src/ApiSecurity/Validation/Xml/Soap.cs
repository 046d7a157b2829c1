namespace ApiSecurity.Validation;

/// <summary>Names of SOAP 1.1 and 1.2.</summary>
internal static class Soap
{
    public const string Envelope11 = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Next11 = "http://schemas.xmlsoap.org/soap/actor/next";
    public const string Envelope12 = "http://www.w3.org/2003/05/soap-envelope";
    public const string Next12 = "http://www.w3.org/2003/05/soap-envelope/role/next";
    public const string UltimateReceiver12 = "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";
}
