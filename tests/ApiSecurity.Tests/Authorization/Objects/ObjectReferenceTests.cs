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

    [Theory]
    [InlineData("/shapes/own-list", """{"lines":[{"orderId":2}]}""")]
    [InlineData("/shapes/promised", """{"orderId":2}""")]
    [InlineData("/shapes/hiding", """{"orderId":2}""")]
    [InlineData("/shapes/pairs", """[{"key":"x","value":{"orderId":2}}]""")]
    [InlineData("/shapes/inner", """{"line":{"orderId":2},"written":[{"orderId":1}],"hidden":{"orderId":1}}""")]
    [InlineData("/shapes/inner", """{"line":{"orderId":1},"written":[{"orderId":2}],"hidden":{"orderId":1}}""")]
    [InlineData("/shapes/inner", """{"line":{"orderId":1},"written":[],"hidden":{"orderId":2}}""")]
    public async Task No_shape_of_a_body_hides_a_reference(string path, string body)
    {
        await using var shop = await ShopApp.StartAsync(app =>
        {
            app.MapPost("/shapes/own-list", (Basket basket) => basket.Lines.Count);
            app.MapPost("/shapes/promised", (Promised body) => body.OrderId);
            app.MapPost("/shapes/hiding", (Hiding body) => body.OrderId);
            app.MapPost("/shapes/pairs", (List<KeyValuePair<string, Line>> lines) => lines.Count);
            app.MapPost("/shapes/inner", (Inner inner) => inner.Line is null);
        });

        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync("POST", path, "alice@north", body.Replace("\"orderId\":2", "\"orderId\":1", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync("POST", path, "alice@north", body)).Status);
    }

    [Fact]
    public async Task One_text_that_is_there_twice_is_what_the_handler_gets()
    {
        await using var shop = await ShopApp.StartAsync(app => app.MapGet("/one", ([ObjectReference<ShopCustomer>] string id) => id));

        Assert.Equal((HttpStatusCode.OK, "c1"), await shop.SendAsync("GET", "/one?id=c1", "alice@north"));
        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync("GET", "/one?id=c1&id=c2", "alice@north")).Status);
    }

    [Fact]
    public async Task A_getter_that_throws_is_no_failure()
    {
        await using var shop = await ShopApp.StartAsync(app => app.MapPost("/odd", (Odd odd) => odd.Lines.Count));

        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync("POST", "/odd", "alice@north", """{"lines":[]}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await shop.SendAsync("POST", "/odd", "alice@north", """{"lines":[],"moody":{"orderId":1}}""")).Status);
    }

    [Theory]
    [InlineData("array", "ids is taken from the body. Write [FromRoute] or [FromQuery] before it")]
    [InlineData("type", "book is taken from the body.")]
    [InlineData("stream", "IAsyncEnumerable has objects with [ObjectReference] in it, which are not read there. Take a list.")]
    [InlineData("write-only", "WriteOnly.OrderId has [ObjectReference] and no getter. Give it one.")]
    [InlineData("short", "because ShortCircuit() answers before the pipeline")]
    public async Task What_would_not_be_checked_stops_the_start(string what, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ShopApp.StartAsync(
            app => _ = what switch
            {
                "array" => app.MapPost("/x", ([ObjectReference<ShopOrder>] int[] ids) => ids.Length),
                "type" => app.MapPost("/x", [AuthorizeObject<Book>("book")] (BookId book) => book.Value),
                "stream" => app.MapPost("/x", (IAsyncEnumerable<Line> lines) => lines is null),
                "write-only" => app.MapPost("/x", (WriteOnly body) => body.GetHashCode()),
                _ => app.MapGet("/x/{id:int}", [AuthorizeObject<ShopOrder>("id")] (int id) => id).AsPublicEndpoint("a test").ShortCircuit(),
            },
            policies: security => security.AddObjectPolicy<ShopOrderPolicy>().AddObjectPolicy<ShopCustomerPolicy>().AddObjectPolicy<BookPolicy>(),
            services: builder => builder.Services.AddSingleton<Library>()));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
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

    public sealed class Line
    {
        [ObjectReference<ShopOrder>]
        public int OrderId { get; set; }
    }

    public sealed class LineList : List<Line>;

    public sealed class Basket
    {
        public LineList Lines { get; set; } = [];
    }

    public sealed class Inner
    {
        public Line? Line { internal get; set; }

        public List<Line> Written { get; init; } = [];

        [System.Text.Json.Serialization.JsonInclude]
        internal Line? Hidden { get; set; }
    }

    public sealed class Odd
    {
        private Line? _moody;

        public List<Line> Lines { get; set; } = [];

        public Line First => Lines[0];

        public Line? Moody
        {
            get => _moody is null ? null : throw new InvalidOperationException("not today");
            set => _moody = value;
        }
    }

    public sealed class WriteOnly
    {
        private int _order;

        [ObjectReference<ShopOrder>]
        public int OrderId
        {
            set => _order = value;
        }

        public override int GetHashCode() => _order;

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);
    }

    public interface IPromise
    {
        [ObjectReference<ShopOrder>]
        int OrderId { get; set; }
    }

    public sealed class Promised : IPromise
    {
        public int OrderId { get; set; }
    }

    public class Hidden
    {
        [ObjectReference<ShopOrder>]
        public virtual int OrderId { get; set; }
    }

    public sealed class Hiding : Hidden
    {
        public new int OrderId { get; set; }
    }
}
