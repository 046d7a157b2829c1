using System.Text;
using System.Text.Json;

namespace ApiSecurity.Tests.Validation.Xml;

/// <summary>An application with endpoints that read XML by themselves: what reaches them came through.</summary>
internal static class XmlApp
{
    public const string OrderSchema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:orders" xmlns="urn:orders" elementFormDefault="qualified">
          <xs:element name="order">
            <xs:complexType>
              <xs:sequence>
                <xs:element name="line" maxOccurs="unbounded">
                  <xs:complexType>
                    <xs:sequence>
                      <xs:element name="sku" type="sku"/>
                      <xs:element name="quantity" type="xs:positiveInteger"/>
                      <xs:any namespace="##other" processContents="lax" minOccurs="0"/>
                    </xs:sequence>
                  </xs:complexType>
                </xs:element>
              </xs:sequence>
              <xs:attribute name="currency" type="xs:NMTOKEN"/>
            </xs:complexType>
          </xs:element>
          <xs:element name="cancel" type="xs:int"/>
          <xs:simpleType name="sku"><xs:restriction base="xs:string"><xs:pattern value="[a-z]{3,20}"/></xs:restriction></xs:simpleType>
        </xs:schema>
        """;

    /// <param name="schema">The text of the schema.</param>
    /// <returns>A file of its own for it.</returns>
    public static string Write(string schema)
    {
        var path = Path.Combine(Path.GetTempPath(), $"apisecurity-{Guid.NewGuid():N}.xsd");
        File.WriteAllText(path, schema);
        return path;
    }

    public static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null, string? schema = null)
    {
        var path = Write(schema ?? OrderSchema);
        return TestApp.StartAsync(
            app =>
            {
                var open = app.MapGroup("/").AsPublicEndpoint("a test");
                open.MapPost("/any", ReadAsync).Accepts<string>("application/xml", "text/xml", "application/vnd.shop+xml");
                open.MapPost("/order", ReadAsync).WithXmlSchema(path);
                open.MapPost("/soap", ReadAsync).WithXmlSchema(path)
                    .WithSoapOperation("urn:orders/Place", "urn:orders", "order").WithSoapOperation("urn:orders/Cancel", "urn:orders", "cancel")
                    .WithSoapHeaderBlock("urn:security", "Token");
                open.MapPost("/free", ReadAsync).WithXmlSchema(path).DisableRequestValidation("a test");
                app.MapPost("/closed", ReadAsync).WithSoapOperation("urn:orders/Cancel", "urn:orders", "cancel");
            },
            settings);
    }

    public static Task<(int Status, string Text)> SendAsync(this TestApp app, string path, string xml, string contentType = "application/xml", string? soapAction = null) =>
        app.SendAsync(path, Encoding.UTF8.GetBytes(xml), contentType, soapAction);

    public static async Task<(int Status, string Text)> SendAsync(this TestApp app, string path, byte[] xml, string contentType = "application/xml", string? soapAction = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(xml) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (soapAction is not null)
        {
            request.Headers.TryAddWithoutValidation("SOAPAction", soapAction);
        }

        using var client = app.CreateClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The first violation's pointer and code.</summary>
    public static string First(string problem)
    {
        using var document = JsonDocument.Parse(problem);
        var first = document.RootElement.GetProperty("violations")[0];
        return $"{first.GetProperty("pointer").GetString()} {first.GetProperty("code").GetString()}";
    }

    public static string Code(string problem)
    {
        using var document = JsonDocument.Parse(problem);
        return document.RootElement.GetProperty("code").GetString()!;
    }

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return $"{(await reader.ReadToEndAsync(request.HttpContext.RequestAborted)).Length} read";
    }
}
