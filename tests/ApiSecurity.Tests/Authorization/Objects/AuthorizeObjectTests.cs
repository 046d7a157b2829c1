using System.Net;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Authorization.Objects;

/// <summary>Handlers that go on taking ids, and say of which objects.</summary>
public sealed class AuthorizeObjectTests
{
    private static Task<ShopApp> StartAsync() => ShopApp.StartAsync(
        app =>
        {
            app.MapGet("/orders/{id:int}", [AuthorizeObject<ShopOrder>("id")] (int id) => id);
            app.MapDelete("/orders/{id:int}", [AuthorizeObject<ShopOrder>("id")] (int id) => id);
            app.MapPost("/orders/{id:int}/look", [AuthorizeObject<ShopOrder>("id", Operation.Read)] (int id) => id);
            app.MapGet("/pick", [AuthorizeObject<ShopOrder>("id")] (int id) => id);
            app.MapGet("/maybe", [AuthorizeObject<ShopOrder>("order", IsOptional = true)] ([FromQuery(Name = "order")] int? id) => id ?? 0);
            app.MapGet("/c/{customer}/o/{order}", [AuthorizeObject<ShopCustomer>("customer"), AuthorizeObject<ShopOrder>("order")] (string customer, int order) => $"{customer}/{order}");
            app.MapGet("/once/{id:int}", [AuthorizeObject<ShopOrder>("id")] async (int id, ObjectAuthorizer objects) => (await objects.FindAsync<ShopOrder>(id, Operation.Read))!.Id);
            app.MapControllers();
        },
        services: builder => builder.Services.AddControllers().OnlyControllers(typeof(TakingIdsController)));

    [Theory]
    [InlineData("GET", "/orders/1", "1")]
    [InlineData("DELETE", "/orders/1", "1")]
    [InlineData("POST", "/orders/4/look", "4")]
    [InlineData("GET", "/pick?id=1", "1")]
    [InlineData("GET", "/maybe", "0")]
    [InlineData("GET", "/maybe?order=1", "1")]
    [InlineData("GET", "/c/c1/o/1", "c1/1")]
    [InlineData("GET", "/once/1", "1")]
    [InlineData("GET", "/mvc/1", "1")]
    [InlineData("POST", "/mvc/1", "1")]
    public async Task The_callers_own_passes(string method, string path, string text)
    {
        await using var shop = await StartAsync();

        Assert.Equal((HttpStatusCode.OK, text), await shop.SendAsync(method, path, "alice@north"));
    }

    [Theory]
    [InlineData("GET", "/orders/2")]
    [InlineData("GET", "/orders/99")]
    [InlineData("DELETE", "/orders/4")]
    [InlineData("GET", "/pick?id=2")]
    [InlineData("GET", "/pick")]
    [InlineData("GET", "/pick?id=1&id=2")]
    [InlineData("GET", "/pick?id=1&ID=2")]
    [InlineData("GET", "/pick?id=0x1")]
    [InlineData("GET", "/maybe?order=2")]
    [InlineData("GET", "/maybe?order=")]
    [InlineData("GET", "/c/c2/o/1")]
    [InlineData("GET", "/mvc/2")]
    [InlineData("GET", "/mvc/2?id=1")]
    [InlineData("POST", "/mvc/4")]
    public async Task Nothing_else_does(string method, string path)
    {
        await using var shop = await StartAsync();

        var answer = await shop.SendAsync(method, path, "alice@north");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("object_not_found", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_checked_is_not_loaded_again()
    {
        await using var shop = await StartAsync();

        await shop.SendAsync("GET", "/once/1", "alice@north");

        Assert.Single(shop.Sql);
    }

    [Theory]
    [InlineData("/loose/1", "id", "2", HttpStatusCode.NotFound)]
    [InlineData("/loose/2", "id", "1", HttpStatusCode.OK)]
    [InlineData("/loose/1", "other", "2", HttpStatusCode.OK)]
    [InlineData("/maybe-loose?id[]=2", "other", "2", HttpStatusCode.OK)]
    [InlineData("/maybe-loose?id=1&id[]=2", "other", "2", HttpStatusCode.OK)]
    [InlineData("/maybe-loose", "other", "2", HttpStatusCode.OK)]
    [InlineData("/maybe-loose", "id", "2", HttpStatusCode.NotFound)]
    public async Task What_is_checked_of_an_action_is_what_it_gets(string path, string name, string value, HttpStatusCode status)
    {
        await using var shop = await ShopApp.StartAsync(app => app.MapControllers(), services: builder => builder.Services.AddControllersWithViews().OnlyControllers(typeof(LooseController)));
        using var client = shop.App.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new(name, value)]) };
        request.Headers.Add("X-Caller", "alice@north");

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.True(status != HttpStatusCode.OK || await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) is "1" or "none");
    }

    [Fact]
    public async Task Without_the_step_that_reads_them_attributes_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapGet("/orders/{id:int}", [AuthorizeObject<ShopOrder>("id")] (int id) => id),
            new() { ["Authorization:DisabledReason"] = "a test" },
            builder => builder.Services.AddApiSecurity().AddObjectPolicy<ShopOrderPolicy>(),
            app => app.UseApiSecurityErrors()));

        Assert.Contains("has [AuthorizeObject] or [ObjectReference], which UseApiSecurityObjects() reads, and that is not called", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", "neither the route nor the handler has a parameter missing")]
    [InlineData("header", "header is taken neither from the route nor from the query")]
    public async Task A_parameter_that_is_not_there_stops_the_start(string name, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ShopApp.StartAsync(app =>
        {
            if (name == "missing")
            {
                app.MapGet("/x/{id}", [AuthorizeObject<ShopOrder>("missing")] (int id) => id);
            }
            else
            {
                app.MapGet("/x", [AuthorizeObject<ShopOrder>("header")] ([FromHeader] int header) => header);
            }
        }));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [ApiController]
    [Route("mvc/{id:int}")]
    public sealed class TakingIdsController : ControllerBase
    {
        [HttpGet]
        [AuthorizeObject<ShopOrder>("id")]
        public int Get(int id) => id;

        [HttpPost]
        [AuthorizeObject<ShopOrder>("id")]
        public int Post([FromRoute] int id) => id;
    }

    public sealed class LooseController : Controller
    {
        [HttpPost("loose/{id:int}")]
        [AuthorizeObject<ShopOrder>("id")]
        public int Post(int id) => id;

        [HttpPost("maybe-loose")]
        [AuthorizeObject<ShopOrder>("id", IsOptional = true)]
        public string Maybe(int? id) => id?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";
    }
}
