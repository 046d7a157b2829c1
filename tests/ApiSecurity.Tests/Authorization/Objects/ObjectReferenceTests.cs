using System.Net;
using System.Text.Json;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Authorization.Objects;

/// <summary>Ids of others' objects in bodies and queries.</summary>
public sealed class ObjectReferenceTests
{
    private static Task<ShopApp> StartAsync(Action<WebApplicationBuilder>? services = null) => ShopApp.StartAsync(
        app =>
        {
            app.MapPost("/orders", (Order order) => order.Items.Count);
            app.MapPost("/orders/list", (List<Order> orders) => orders.Count);
            app.MapGet("/several", ([ObjectReference<ShopOrder>] int[] ids) => ids.Length);
            app.MapGet("/one/{id}", ([ObjectReference<ShopOrder>] int id) => id);
            app.MapControllers();
        },
        services: builder =>
        {
            builder.Services.AddControllers().OnlyControllers(typeof(ReferringController));
            services?.Invoke(builder);
        });

    public static TheoryData<string, string> Own => new()
    {
        { "/orders", """{"customerId":"c1","items":[{"order_id":1,"count":2},{"order_id":null,"count":1}],"follows":[1,4]}""" },
        { "/orders", """{"customerId":null,"items":[]}""" },
        { "/orders", """{"customerId":null,"items":[],"named":{"x":{"order_id":1,"count":1}},"wrapping":{"$type":"gift","to":"c2"}}""" },
        { "/orders/list", """[{"customerId":"c1","items":[{"order_id":1,"count":2}]}]""" },
    };

    public static TheoryData<string, string, string> Others => new()
    {
        { "/orders", """{"customerId":"c9","items":[]}""", "/customerId" },
        { "/orders", """{"customerId":null,"items":[{"order_id":1,"count":2},{"order_id":2,"count":1}]}""", "/items/1/order_id" },
        { "/orders", """{"customerId":null,"items":[{"order_id":4,"count":2}]}""", "/items/0/order_id" },
        { "/orders", """{"customerId":null,"items":[],"follows":[1,3,99]}""", "/follows/1,/follows/2" },
        { "/orders", """{"customerId":null,"items":[],"named":{"a/b":{"order_id":2,"count":1}}}""", "/named/a~1b/order_id" },
        { "/orders", """{"customerId":null,"items":[],"wrapping":{"$type":"gift","to":"c9"}}""", "/wrapping/to" },
        { "/orders", """{"CUSTOMERID":"c9","items":[]}""", "/customerId" },
        { "/orders/list", """[{"customerId":"c1","items":[{"order_id":3,"count":2}]}]""", "/0/items/0/order_id" },
    };

    [Theory]
    [MemberData(nameof(Own))]
    public async Task What_the_caller_may_have_can_be_referred_to(string path, string body)
    {
        await using var shop = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync("POST", path, "alice@north", body)).Status);
        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync("POST", "/mvc" + path, "alice@north", body)).Status);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task What_the_caller_may_not_have_is_not_found_at_its_place(string path, string body, string pointers)
    {
        await using var shop = await StartAsync();

        foreach (var prefix in new[] { "", "/mvc" })
        {
            var (status, text) = await shop.SendAsync("POST", prefix + path, "alice@north", body);

            Assert.Equal(HttpStatusCode.NotFound, status);
            var problem = JsonDocument.Parse(text).RootElement;
            Assert.Equal("object_not_found", problem.GetProperty("code").GetString());
            Assert.Equal(pointers, string.Join(',', problem.GetProperty("pointers").EnumerateArray()));
        }
    }

    [Theory]
    [InlineData("/several?ids=1&ids=4", HttpStatusCode.OK)]
    [InlineData("/several?ids=1&ids=2", HttpStatusCode.NotFound)]
    [InlineData("/several?IDS=2", HttpStatusCode.NotFound)]
    [InlineData("/several", HttpStatusCode.OK)]
    [InlineData("/one/1", HttpStatusCode.OK)]
    [InlineData("/one/2", HttpStatusCode.NotFound)]
    [InlineData("/mvc/several?ids=1&ids=4", HttpStatusCode.OK)]
    [InlineData("/mvc/several?ids=1&ids=2", HttpStatusCode.NotFound)]
    [InlineData("/mvc/one/2", HttpStatusCode.NotFound)]
    public async Task Parameters_refer_too(string path, HttpStatusCode status)
    {
        await using var shop = await StartAsync();

        Assert.Equal(status, (await shop.SendAsync("GET", path, "alice@north")).Status);
    }

    [Fact]
    public async Task All_references_of_a_type_are_one_query()
    {
        await using var shop = await StartAsync();

        await shop.SendAsync("POST", "/orders", "alice@north", """{"customerId":"c1","items":[{"order_id":1,"count":2},{"order_id":1,"count":1}],"follows":[4,1,4]}""");

        Assert.Equal(3, shop.Sql.Count);       // customers to read, orders to update, orders to read
    }

    [Fact]
    public async Task More_references_than_are_checked_at_once_are_refused_without_a_query()
    {
        await using var shop = await StartAsync();

        var body = $$"""{"customerId":null,"items":[],"follows":[{{string.Join(',', Enumerable.Repeat("1", 1001))}}]}""";
        var (status, text) = await shop.SendAsync("POST", "/orders", "alice@north", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("too_many_references", text, StringComparison.Ordinal);
        Assert.Empty(shop.Sql);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    [InlineData("\"utf-8\"")]
    public async Task Another_encoding_hides_nothing(string charset)
    {
        await using var shop = await StartAsync();
        using var client = shop.App.CreateClient();
        var encoding = System.Text.Encoding.GetEncoding(charset.Trim('"'));
        using var content = new ByteArrayContent([.. encoding.GetPreamble(), .. encoding.GetBytes("""{"customerId":"c9","items":[]}""")]);
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        content.Headers.Add("X-Caller", "alice@north");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = content };
        request.Headers.Add("X-Caller", "alice@north");

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{charset}: {answer.StatusCode}");
    }

    [Fact]
    public async Task A_type_without_a_policy_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ShopApp.StartAsync(app => app.MapPost("/loans", (Loan loan) => loan.BookId)));

        Assert.Contains("POST /loans takes [ObjectReference<Book>], but Book has no object policy", error.Message, StringComparison.Ordinal);
    }

    [ApiController]
    [Route("mvc")]
    public sealed class ReferringController : ControllerBase
    {
        [HttpPost("orders")]
        public int Post(Order order) => order.Items.Count;

        [HttpPost("orders/list")]
        public int PostList(List<Order> orders) => orders.Count;

        [HttpGet("several")]
        public int Several([FromQuery][ObjectReference<ShopOrder>] int[] ids) => ids.Length;

        [HttpGet("one/{id}")]
        public int One([ObjectReference<ShopOrder>] int id) => id;
    }
}
