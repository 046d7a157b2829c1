using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers.Tests;

/// <summary>The demo's bare API is full of holes, the secured one has none; so have the library's own sources.</summary>
public sealed class SampleTests
{
    /// <summary>
    /// Each hole of the bare API that is in its code, in the order of the code. What is not in the code: that tokens of one scheme are taken under another
    /// name, that nobody counts guesses, that a WebSocket asks for no origin, that a permission was forgotten, that an id came out of XML.
    /// </summary>
    private static readonly (string File, string Id, string At, string Hole)[] Holes =
    [
        ("AdminReportsController.cs", "APISEC020", "Revenue", "any verb"),
        ("BareAdminGuard.cs", "APISEC024", "HttpMethods.IsGet(context.Request.Method)", "a check that knows one verb"),
        ("BareApi.cs", "APISEC023", "MaxDepth = 100_000", "JSON nested as deep as one likes"),
        ("BareApi.cs", "APISEC004", "ValidateIssuer", "tokens of other issuers"),
        ("BareApi.cs", "APISEC004", "ValidateAudience", "tokens for other APIs"),
        ("BareApi.cs", "APISEC004", "ValidateLifetime", "expired tokens"),
        ("BareApi.cs", "APISEC004", "RequireExpirationTime", "tokens without an end"),
        ("BareApi.cs", "APISEC004", "RequireSignedTokens", "tokens without a signature"),
        ("BareApi.cs", "APISEC004", "SignatureValidator", "forged tokens"),
        ("BareApi.cs", "APISEC018", "\"access_token\"", "a token in the address"),
        ("BareApi.cs", "APISEC006", "SetIsOriginAllowed(_ => true)", "every origin, with credentials"),
        ("BareApi.cs", "APISEC014", "Build()", "headers, limits, transport: no pipeline at all"),
        ("BareApi.cs", "APISEC009", "UseDeveloperExceptionPage()", "stack traces"),
        ("BareApi.cs", "APISEC024", "UseHttpMethodOverride()", "the real verb in a header"),
        ("BareApi.cs", "APISEC025", "MapOpenApi()", "the map of the API without a login"),
        ("BareOrderReferences.cs", "APISEC001", "FindAsync(orderId)", "another's order below a customer of one's own"),
        ("BareOrderReferences.cs", "APISEC003", "order", "the margin in that order"),
        ("BareOrderReferences.cs", "APISEC001", "CountAsync(", "how many orders another tenant has"),
        ("BareOrderReferences.cs", "APISEC003", "left", "the margin in a comparison"),
        ("BareOrderReferences.cs", "APISEC001", "left", "another's order in a comparison"),
        ("BareOrderReferences.cs", "APISEC003", "right", "the margin in a comparison"),
        ("BareOrderReferences.cs", "APISEC001", "right", "another's order in a comparison"),
        ("BareOrderReferences.cs", "APISEC001", "Where(o => body.Values", "others' orders in a batch"),
        ("BareOrderReferences.cs", "APISEC001", "FindAsync(body.OrderId)", "another's order in a body"),
        ("BareOrderReferences.cs", "APISEC001", "FindAsync(id)", "another's order, taken over by PUT"),
        ("BareOrderReferences.cs", "APISEC003", "order", "the margin in a new order"),
        ("BareOrderReferences.cs", "APISEC003", "order", "the margin in a replaced order"),
        ("BareOrders.cs", "APISEC001", "Where(o => (tenant == null", "others' orders by a filter"),
        ("BareOrders.cs", "APISEC003", "Take(take ?? 50)", "the margin in the list"),
        ("BareOrders.cs", "APISEC017", "Take(take ?? 50)", "the whole table in one page"),
        ("BareOrders.cs", "APISEC003", "FromSqlRaw(", "the margin in what is found"),
        ("BareOrders.cs", "APISEC010", "string.Create(", "SQL in a search"),
        ("BareOrders.cs", "APISEC001", "FirstOrDefaultAsync(o => o.Id == id)", "another's order"),
        ("BareOrders.cs", "APISEC003", "order", "the margin in an order"),
        ("BareOrders.cs", "APISEC002", "order", "owner, tenant, status, price named by the client"),
        ("BareOrders.cs", "APISEC003", "order", "the margin in a new order"),
        ("BareOrders.cs", "APISEC001", "FirstAsync(o => o.Id == id)", "another's order is changed"),
        ("BareOrders.cs", "APISEC027", "SetValue(", "every column by PATCH"),
        ("BareOrders.cs", "APISEC008", "exception.ToString()", ".NET type names"),
        ("BareOrders.cs", "APISEC003", "order", "the margin in a changed order"),
        ("BareOrders.cs", "APISEC001", "Where(o => o.Id == id)", "another's order is cancelled"),
        ("BareOrders.cs", "APISEC002", "refund", "who approved, named by the client"),
        ("BareOrders.cs", "APISEC001", "FirstAsync(o => o.Id == id)", "a refund for another's order"),
        ("BareOrders.cs", "APISEC003", "refund", "a new refund, as the database has it"),
        ("BareOrders.cs", "APISEC001", "Where(r => r.OrderId == id)", "another's refunds"),
        ("BareOrders.cs", "APISEC003", "Where(r => r.OrderId == id)", "refunds, as the database has them"),
        ("BareOrders.cs", "APISEC001", "FirstAsync(o => o.Id == id)", "another's invoice"),
        ("BarePartners.cs", "APISEC019", "request.Headers[\"X-Api-Key\"] == key", "a key, compared letter by letter"),
        ("BarePartners.cs", "APISEC018", "\"api_key\"", "a key in the address"),
        ("BarePartners.cs", "APISEC019", "request.Query[\"api_key\"] == key", "the same key, compared letter by letter"),
        ("BarePartners.cs", "APISEC019", "Encoding.UTF8.GetString(", "a password, compared letter by letter"),
        ("BareShop.cs", "APISEC026", "request.Host", "links to a foreign host"),
        ("BareShop.cs", "APISEC001", "FindAsync(id)", "another's account"),
        ("BareShop.cs", "APISEC003", "customer", "an account, as the database has it"),
        ("BareShop.cs", "APISEC003", "me", "one's own account, as the database has it"),
        ("BareShop.cs", "APISEC015", "ReadAllText(", "out of the folder"),
        ("BareShop.cs", "APISEC011", "GetStringAsync(import.Url)", "whatever the client names is fetched"),
        ("BareSoap.cs", "APISEC022", "DtdProcessing.Parse", "files of the server, by a document type"),
        ("BareSoap.cs", "APISEC022", "XmlUrlResolver()", "what a document names is fetched"),
    ];

    [Fact]
    public async Task The_bare_API_gives_one_alarm_for_each_hole_that_is_in_its_code()
    {
        const string Program = "OrdersApi.Bare.BareApi.Build(WebApplication.CreateBuilder(args)).Run();";
        var alarms = await Code.AlarmsAsync(Code.Compilation([("Program.cs", Program), .. Source.Of("samples/OrdersApi/Bare", "samples/OrdersApi/Data")]));

        for (var i = 0; i < Math.Min(alarms.Count, Holes.Length); i++)
        {
            var (file, id, at, hole) = Holes[i];
            var alarm = alarms[i];
            Assert.True(
                Path.GetFileName(alarm.Location.SourceTree!.FilePath) == file && alarm.Id == id && Excerpt(alarm).Contains(at, StringComparison.Ordinal),
                $"{hole}: {id} at {at} in {file} is expected, but there is\n{Describe(alarm)}");
        }

        Assert.Equal(Holes.Length, alarms.Count);
    }

    [Fact]
    public async Task The_secured_API_gives_none()
    {
        var alarms = await Code.AlarmsAsync(Code.Compilation(Source.Of("samples/OrdersApi/Secured", "samples/OrdersApi/Data", "samples/OrdersApi/Development"), OutputKind.DynamicallyLinkedLibrary));

        Assert.Equal("", string.Join('\n', alarms.Select(Describe)));
    }

    [Theory]
    [InlineData("src/ApiSecurity")]
    [InlineData("src/ApiSecurity.Sqlite")]
    [InlineData("samples/AttackDemo")]
    public async Task The_librarys_own_sources_give_none(string folder)
    {
        var isLibrary = folder == "src/ApiSecurity";
        (string Path, string Text)[] shop = folder == "samples/AttackDemo" ? [.. Source.Of("samples/OrdersApi").Where(file => Path.GetFileName(file.Path) != "Program.cs")] : [];

        // What source generators write is missing, and what has no body because of that.
        var alarms = await Code.AlarmsAsync(
            Code.Compilation([.. Source.Of(folder).Where(file => !file.Text.Contains("Spectre.Console", StringComparison.Ordinal) && !file.Text.Contains("ResultTable", StringComparison.Ordinal)), .. shop], OutputKind.DynamicallyLinkedLibrary, withLibrary: !isLibrary),
            "CS8795");

        Assert.Equal("", string.Join('\n', alarms.Where(alarm => !alarm.Location.SourceTree!.FilePath.Contains("Bare", StringComparison.Ordinal)).Select(Describe)));
    }

    private static string Describe(Diagnostic alarm) =>
        $"{Path.GetFileName(alarm.Location.SourceTree!.FilePath)}({alarm.Location.GetLineSpan().StartLinePosition.Line + 1}): {alarm.Id} {alarm.GetMessage(null)} | {Excerpt(alarm)}";

    private static string Excerpt(Diagnostic alarm) => alarm.Location.SourceTree!.GetText().ToString(alarm.Location.SourceSpan);
}
