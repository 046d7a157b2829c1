namespace ApiSecurity.Tests.Validation.Xml;

/// <summary>XML by its schema.</summary>
public sealed class XmlSchemaTests
{
    private const string Good = """<order xmlns="urn:orders" currency="EUR"><line><sku>tea</sku><quantity>2</quantity></line></order>""";

    [Theory]
    [InlineData(Good, "ok")]
    [InlineData("""<o:order xmlns:o="urn:orders"><o:line><o:sku>tea</o:sku><o:quantity>2</o:quantity><x xmlns="urn:x"><y/></x></o:line></o:order>""", "ok")]
    [InlineData("""<order xmlns="urn:orders"><line><sku>tea</sku><quantity>-2</quantity></line></order>""", "/order/line/quantity value")]
    [InlineData("""<order xmlns="urn:orders"><line><sku>tea</sku><quantity>1</quantity></line><line><sku>SECRET9</sku><quantity>1</quantity></line></order>""", "/order/line[2]/sku value")]
    [InlineData("""<order xmlns="urn:orders" currency="SECRET9 x"><line><sku>tea</sku><quantity>1</quantity></line></order>""", "/order value")]
    [InlineData("""<order xmlns="urn:orders"><line><quantity>1</quantity></line></order>""", "/order/line/quantity content")]
    [InlineData("""<order xmlns="urn:orders"><line><sku>tea</sku><quantity>1</quantity></line><isAdmin>true</isAdmin></order>""", "/order/isAdmin content")]
    [InlineData("""<order xmlns="urn:orders" isAdmin="true"><line><sku>tea</sku><quantity>1</quantity></line></order>""", "/order content")]
    [InlineData("""<order xmlns="urn:orders"/>""", "/order content")]
    [InlineData("""<order xmlns="urn:others"><anything/></order>""", "/order undeclared")]
    [InlineData("""<order><line/></order>""", "/order undeclared")]
    [InlineData("""<line xmlns="urn:orders"><sku>tea</sku><quantity>1</quantity></line>""", "/line content")]
    [InlineData("""<order xmlns="urn:others" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:others http://127.0.0.1:1/evil.xsd"/>""", "/order undeclared")]
    [InlineData("""<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:o="urn:orders" xsi:type="o:sku">tea</a>""", "/a undeclared")]
    public async Task The_body_keeps_to_it(string xml, string expected)
    {
        await using var app = await XmlApp.StartAsync();

        var (status, text) = await app.SendAsync("/order", xml);

        Assert.Equal(expected == "ok" ? (200, $"{xml.Length} read") : (400, text), (status, text));
        if (status != 200)
        {
            Assert.Equal((expected, "schema_mismatch"), (XmlApp.First(text), XmlApp.Code(text)));
            Assert.DoesNotContain("SECRET9", text, StringComparison.Ordinal);
            Assert.DoesNotContain("SECRET9", (await app.Events.NextAsync()).Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task All_that_is_wrong_is_listed_up_to_a_bound()
    {
        await using var app = await XmlApp.StartAsync(new() { ["Validation:MaxViolations"] = "3", ["Validation:UseUnprocessableContent"] = "true" });

        var (status, text) = await app.SendAsync("/order", $"<order xmlns=\"urn:orders\">{string.Concat(Enumerable.Repeat("<line><sku>1</sku><quantity>1</quantity></line>", 9))}</order>");

        Assert.Equal(422, status);
        using var document = System.Text.Json.JsonDocument.Parse(text);
        Assert.Equal(3, document.RootElement.GetProperty("violations").GetArrayLength());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("application/xml x")]
    [InlineData("application/xml; charset=utf-8; charset=utf-16")]
    [InlineData("")]
    public async Task A_body_that_says_to_be_something_else_does_not_slip_by(string contentType)
    {
        await using var app = await XmlApp.StartAsync();

        Assert.Equal(415, (await app.SendAsync("/order", "<order xmlns=\"urn:others\"/>", contentType)).Status);
    }

    [Theory]
    [InlineData("<xs:schema", "can't be used as a schema:")]
    [InlineData("""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="missing"/></xs:schema>""", "Name all files of the schema")]
    [InlineData("""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:elemnt name="a"/></xs:schema>""", "can't be used as a schema:")]
    [InlineData("""<!DOCTYPE a SYSTEM "x.dtd"><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>""", "can't be used as a schema:")]
    [InlineData("<a/>", "can't be used as a schema:")]
    [InlineData(
        """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(a+)+b"/></xs:restriction></xs:simpleType></xs:element></xs:schema>""",
        "line 1: the pattern may need a time that doubles with each character")]
    public async Task A_broken_schema_stops_the_start(string schema, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => XmlApp.StartAsync(schema: schema));

        Assert.Contains("POST /order", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_not_there_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app => app.MapPost("/", () => "x").WithXmlSchema("schemas/none.xsd")));

        Assert.Contains("schemas/none.xsd can't be used as a schema:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_belong_together_are_all_named()
    {
        var types = XmlApp.Write("""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:types"><xs:simpleType name="count"><xs:restriction base="xs:int"><xs:maxInclusive value="5"/></xs:restriction></xs:simpleType></xs:schema>""");
        var main = XmlApp.Write("""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:types"><xs:import namespace="urn:types" schemaLocation="http://127.0.0.1:1/types.xsd"/><xs:element name="a" type="t:count"/></xs:schema>""");
        await using var app = await TestApp.StartAsync(app => app.MapPost("/", () => "x").WithXmlSchema(main, types).AsPublicEndpoint("a test"));

        Assert.Equal(200, (await app.SendAsync("/", "<a>5</a>")).Status);
        Assert.Equal(400, (await app.SendAsync("/", "<a>6</a>")).Status);
    }

    [Fact]
    public void An_attribute_without_files_is_none() => Assert.Throws<ArgumentException>(() => new ApiSecurity.Validation.XmlSchemaAttribute());
}
