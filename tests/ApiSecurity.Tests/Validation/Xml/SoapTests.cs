using System.Xml.Linq;

namespace ApiSecurity.Tests.Validation.Xml;

/// <summary>SOAP messages: the envelope, and whether the request says what the message is.</summary>
public sealed class SoapTests
{
    private const string Ns11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Ns12 = "http://www.w3.org/2003/05/soap-envelope";
    private const string Cancel = "<cancel xmlns=\"urn:orders\">5</cancel>";
    private const string Place = "<order xmlns=\"urn:orders\"><line><sku>tea</sku><quantity>2</quantity></line></order>";
    private const string Action = "\"urn:orders/Cancel\"";

    [Theory]
    [InlineData(Ns11, "text/xml", Action, Cancel)]
    [InlineData(Ns11, "text/xml; charset=utf-8", "urn:orders/Cancel", Cancel)]
    [InlineData(Ns11, "text/xml", "\"\"", Cancel)]
    [InlineData(Ns11, "text/xml", "\"urn:orders/Place\"", Place)]
    [InlineData(Ns12, "application/soap+xml", null, Cancel)]
    [InlineData(Ns12, "application/soap+xml; action=\"urn:orders/Place\"", null, Place)]
    public async Task A_sound_message_comes_through(string ns, string contentType, string? action, string body)
    {
        await using var app = await XmlApp.StartAsync();
        var message = $"<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"{ns}\"><s:Header><Token xmlns=\"urn:security\" s:mustUnderstand=\"1\">x</Token><Hint xmlns=\"urn:x\"/></s:Header><s:Body>{body}</s:Body></s:Envelope>";

        Assert.Equal((200, $"{message.Length} read"), await app.SendAsync("/soap", message, contentType, action));
    }

    public static TheoryData<string, string, string?, string> Bad => new()
    {
        { Envelope(Ns11, Cancel), "text/xml", "\"urn:orders/Place\"", "soap_action" },
        { Envelope(Ns11, Place), "text/xml", Action, "soap_action" },
        { Envelope(Ns11, Cancel), "text/xml", "\"urn:orders/Other\"", "soap_action" },
        { Envelope(Ns11, Cancel), "text/xml", null, "soap_action" },
        { Envelope(Ns11, "<other xmlns=\"urn:orders\"/>"), "text/xml", "\"\"", "soap_action" },
        { Envelope(Ns12, Cancel), "application/soap+xml; action=\"urn:orders/Place\"", null, "soap_action" },
        { Envelope(Ns12, Cancel), "text/xml", Action, "soap_version" },
        { Envelope(Ns11, Cancel), "application/soap+xml", Action, "soap_version" },
        { Envelope("urn:other", Cancel), "text/xml", Action, "soap_version" },
        { Cancel, "text/xml", Action, "soap_version" },
        { Envelope(Ns11, Cancel + Cancel), "text/xml", Action, "soap_envelope" },
        { Envelope(Ns11, Cancel + Place), "text/xml", Action, "soap_envelope" },
        { Envelope(Ns11, string.Empty), "text/xml", Action, "soap_envelope" },
        { Envelope(Ns11, "text"), "text/xml", Action, "soap_envelope" },
        { $"<s:Envelope xmlns:s=\"{Ns11}\"/>", "text/xml", Action, "soap_envelope" },
        { $"<s:Envelope xmlns:s=\"{Ns11}\"><s:Body>{Cancel}</s:Body><s:Body>{Place}</s:Body></s:Envelope>", "text/xml", Action, "soap_envelope" },
        { $"<s:Envelope xmlns:s=\"{Ns11}\"><s:Body>{Cancel}</s:Body><s:Header/></s:Envelope>", "text/xml", Action, "soap_envelope" },
        { $"<s:Envelope xmlns:s=\"{Ns11}\"><s:Body>{Cancel}</s:Body><x xmlns=\"urn:x\"/></s:Envelope>", "text/xml", Action, "soap_envelope" },
        { $"<s:Envelope xmlns:s=\"{Ns11}\"><s:Header/><s:Header/><s:Body>{Cancel}</s:Body></s:Envelope>", "text/xml", Action, "soap_envelope" },
        { $"<?x y?>{Envelope(Ns11, Cancel)}", "text/xml", Action, "soap_envelope" },
        { Envelope(Ns11, Cancel, "<Pay xmlns=\"urn:x\" s:mustUnderstand=\"1\"/>"), "text/xml", Action, "soap_must_understand" },
        { Envelope(Ns11, Cancel, $"<Pay xmlns=\"urn:x\" s:mustUnderstand=\"1\" s:actor=\"http://schemas.xmlsoap.org/soap/actor/next\"/>"), "text/xml", Action, "soap_must_understand" },
        { Envelope(Ns12, Cancel, "<Token xmlns=\"urn:other\" s:mustUnderstand=\"true\"/>"), "application/soap+xml", null, "soap_must_understand" },
        { Envelope(Ns11, "<cancel xmlns=\"urn:orders\">many</cancel>"), "text/xml", Action, "schema_mismatch" },
        { $"<!DOCTYPE a [<!ENTITY x \"y\">]>{Envelope(Ns11, Cancel)}", "text/xml", Action, "xml_malformed" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Anything_else_is_a_fault(string message, string contentType, string? action, string code)
    {
        await using var app = await XmlApp.StartAsync();

        var (status, text) = await app.SendAsync("/soap", message, contentType, action);

        var is12 = contentType.StartsWith("application/soap+xml", StringComparison.Ordinal);
        XNamespace ns = is12 ? Ns12 : Ns11;
        var fault = XDocument.Parse(text).Root!.Element(ns + "Body")!.Element(ns + "Fault")!;
        var kind = (is12 ? fault.Element(ns + "Code")!.Element(ns + "Value") : fault.Element("faultcode"))!.Value;
        Assert.Equal(code, fault.Descendants(XName.Get("code", "urn:ietf:rfc:7807")).Single().Value);
        Assert.Equal(code switch { "soap_version" => "s:VersionMismatch", "soap_must_understand" => "s:MustUnderstand", _ => is12 ? "s:Sender" : "s:Client" }, kind);
        Assert.Equal(is12 && kind == "s:Sender" ? 400 : 500, status);
        Assert.Equal(code, (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_block_for_somebody_else_need_not_be_understood()
    {
        await using var app = await XmlApp.StartAsync();

        Assert.Equal(200, (await app.SendAsync("/soap", Envelope(Ns11, Cancel, "<Pay xmlns=\"urn:x\" s:mustUnderstand=\"1\" s:actor=\"urn:the-bank\"/>"), "text/xml", Action)).Status);
    }

    [Theory]
    [InlineData("application/json", 415)]
    [InlineData("text/plain", 415)]
    public async Task Only_XML_is_taken(string contentType, int expected)
    {
        await using var app = await XmlApp.StartAsync();

        var (status, text) = await app.SendAsync("/soap", Envelope(Ns11, Cancel), contentType, Action);

        Assert.Equal(expected, status);
        Assert.Contains("<faultcode>s:Client</faultcode>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_refusals_are_faults_too_with_the_status_that_clients_act_upon()
    {
        await using var app = await XmlApp.StartAsync();

        var (status, text) = await app.SendAsync("/closed", Envelope(Ns11, Cancel), "text/xml", Action);

        Assert.Equal(401, status);
        Assert.Contains("unauthenticated", text, StringComparison.Ordinal);
        Assert.Equal("Envelope", XDocument.Parse(text).Root!.Name.LocalName);
    }

    private static string Envelope(string ns, string body, string header = "") =>
        $"<s:Envelope xmlns:s=\"{ns}\">{(header.Length == 0 ? "" : $"<s:Header>{header}</s:Header>")}<s:Body>{body}</s:Body></s:Envelope>";
}
