using System.Text;
using System.Xml;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Validation;

/// <summary>A problem as SOAP clients read it (SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4). It tells no more than the problem does.</summary>
internal static class SoapFault
{
    public static (int Status, string ContentType, byte[] Body) Write(bool isSoap12, PlainProblem problem)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            var ns = isSoap12 ? Soap.Envelope12 : Soap.Envelope11;
            writer.WriteStartElement("s", "Envelope", ns);
            writer.WriteStartElement("s", "Body", ns);
            writer.WriteStartElement("s", "Fault", ns);
            if (isSoap12)
            {
                writer.WriteStartElement("s", "Code", ns);
                writer.WriteElementString("s", "Value", ns, "s:" + Code(isSoap12, problem));
                writer.WriteEndElement();
                writer.WriteStartElement("s", "Reason", ns);
                writer.WriteStartElement("s", "Text", ns);
                writer.WriteAttributeString("xml", "lang", null, "en");
                writer.WriteString(problem.Title);
                writer.WriteEndElement();
                writer.WriteEndElement();
                writer.WriteStartElement("s", "Detail", ns);
            }
            else
            {
                writer.WriteElementString("faultcode", "s:" + Code(isSoap12, problem));
                writer.WriteElementString("faultstring", problem.Title);
                writer.WriteStartElement("detail");
            }

            writer.WriteStartElement("problem", "urn:ietf:rfc:7807");
            writer.WriteElementString("code", "urn:ietf:rfc:7807", problem.Code);
            writer.WriteElementString("traceId", "urn:ietf:rfc:7807", problem.TraceId);
            writer.WriteEndDocument();
        }

        return (Status(isSoap12, problem), isSoap12 ? XmlMedia.Soap12 + "; charset=utf-8" : "text/xml; charset=utf-8", stream.ToArray());
    }

    private static string Code(bool isSoap12, PlainProblem problem) => problem.Code switch
    {
        ReasonCodes.SoapVersion => "VersionMismatch",
        ReasonCodes.SoapMustUnderstand => "MustUnderstand",
        _ when problem.Status >= 500 => isSoap12 ? "Receiver" : "Server",
        _ => isSoap12 ? "Sender" : "Client",
    };

    /// <summary>
    /// What is wrong with a message is 500 in SOAP 1.1 (section 6.2); in SOAP 1.2 it is 400 where the sender is at fault, and 500 for the two codes that are the
    /// receiver's to tell (part 2 section 7.5.2.2). What HTTP decides by itself (401, 403, 413, 415, 429, …) keeps its status, which clients act upon.
    /// </summary>
    private static int Status(bool isSoap12, PlainProblem problem) => problem.Status is not (400 or 422) ? problem.Status
        : isSoap12 && Code(isSoap12, problem) == "Sender" ? 400 : 500;
}
