using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json.Serialization.Metadata;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ApiSecurity.Tests.Authorization.Objects;

/// <summary>Controllers get objects as minimal APIs do.</summary>
public sealed class AuthorizedActionTests
{
    [Theory]
    [InlineData("GET", "/orders/1", "alice@north", "order 1")]
    [InlineData("GET", "/orders/2", "alice@north orders.read.all", "order 2")]
    [InlineData("DELETE", "/orders/1", "alice@north", "order 1")]
    [InlineData("POST", "/orders/4/peek", "alice@north", "order 4")]
    [InlineData("GET", "/customers/c1/orders/1", "alice@north", "c1 1")]
    [InlineData("GET", "/conventional/Plain/Get/1", "alice@north", "order 1")]
    public async Task The_caller_gets_what_the_policy_gives(string method, string path, string caller, string text)
    {
        await using var shop = await StartAsync();

        Assert.Equal((HttpStatusCode.OK, text), await shop.SendAsync(method, path, caller));
        Assert.Empty(shop.App.Events.Pending);
    }

    [Theory]
    [InlineData("GET", "/orders/2", "alice@north")]
    [InlineData("GET", "/orders/3", "alice@north orders.read.all")]
    [InlineData("GET", "/orders/99", "alice@north")]
    [InlineData("GET", "/orders/one", "alice@north")]
    [InlineData("GET", "/orders/1", null)]
    [InlineData("DELETE", "/orders/4", "alice@north")]
    [InlineData("POST", "/orders/4", "alice@north")]
    [InlineData("GET", "/customers/c1/orders/2", "alice@north")]
    [InlineData("GET", "/customers/none/orders/1", "alice@north")]
    [InlineData("GET", "/conventional/Plain/Get/2", "alice@north")]
    public async Task What_is_not_the_callers_and_what_is_not_there_are_the_same_answer_and_no_filter_sees_it(string method, string path, string? caller)
    {
        var seen = new Seen();
        await using var shop = await StartAsync(seen);
        var absent = await shop.SendAsync("GET", "/orders/12345", "alice@north");

        var answer = await shop.SendAsync(method, path, caller);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(ShopApp.WithoutTrace(absent.Text), ShopApp.WithoutTrace(answer.Text));
        Assert.Contains("\"object_not_found\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, seen.Count);
    }

    [Fact]
    public async Task A_body_that_is_not_valid_tells_nothing_of_an_object_that_is_anothers()
    {
        await using var shop = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await PutAsync(shop, "/orders/1", new { note = "ring twice" }));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(shop, "/orders/1", new { note = "" }));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(shop, "/orders/2", new { note = "ring twice" }));
    }

    [Theory]
    [InlineData(typeof(FromBodyController), "with an attribute that says where it is bound from (Body). Remove the attribute")]
    [InlineData(typeof(PropertyController), "binds the property Authorized<ShopOrder> Order, which is not possible. Take it as a parameter of the action.")]
    [InlineData(typeof(NoIdController), "takes Authorized<ShopOrder> order, but no route parameter is its id.")]
    [InlineData(typeof(EditController), "has [AuthorizeObject<ShopOrder>(\"id\")], which checks the id of the route or the query, but Edit edit has one that MVC may bind from elsewhere. Take the id as a parameter of the action")]
    [InlineData(typeof(EditPropertyController), "has [AuthorizeObject<ShopOrder>] id, but the property Id is bound too, which MVC may take from a form.")]
    [InlineData(typeof(StrayController), "has [ObjectAccess] before Int32 id, where it does nothing.")]
    public async Task What_would_not_be_asked_for_stops_the_start(Type controller, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ShopApp.StartAsync(
            app => app.MapControllers(), services: builder => builder.Services.AddControllers().OnlyControllers(controller)));

        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public async Task An_attribute_that_a_convention_adds_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ShopApp.StartAsync(
            app => app.MapControllers().WithMetadata(new AuthorizeObjectAttribute<ShopOrder>("id")),
            services: builder => builder.Services.AddControllers().OnlyControllers(typeof(ByIdController))));

        Assert.Contains("has [AuthorizeObject] by a convention, where it is not read. Write the attribute on the action or its controller.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c1", HttpStatusCode.OK)]
    [InlineData("c9", HttpStatusCode.NotFound)]
    public async Task References_are_found_in_types_that_only_the_JSON_of_controllers_knows(string customer, HttpStatusCode status)
    {
        await using var shop = await ShopApp.StartAsync(
            app => app.MapControllers(),
            services: builder => builder.Services.AddControllers().OnlyControllers(typeof(ParcelsController)).AddJsonOptions(options =>
                options.JsonSerializerOptions.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KnowTracked } }));

        Assert.Equal(status, (await shop.SendAsync("POST", "/parcels", "alice@north", $$"""{"inside":{"$type":"tracked","to":"{{customer}}"} }""")).Status);
    }

    private static void KnowTracked(JsonTypeInfo info)
    {
        if (info.Type == typeof(Contents))
        {
            info.PolymorphismOptions = new JsonPolymorphismOptions { DerivedTypes = { new JsonDerivedType(typeof(TrackedContents), "tracked") } };
        }
    }

    private static Task<ShopApp> StartAsync(Seen? seen = null) => ShopApp.StartAsync(
        app =>
        {
            app.MapControllers();
            app.MapControllerRoute("conventional", "conventional/{controller}/{action}/{id}");
        },
        new() { ["Transport:DisabledReason"] = "odd paths are the point" },
        services: builder => builder.Services
            .AddControllers(options => options.Filters.Add(seen ?? new Seen()))
            .OnlyControllers(typeof(OrdersController), typeof(PlainController)));

    private static async Task<HttpStatusCode> PutAsync(ShopApp shop, string path, object body)
    {
        using var client = shop.App.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Caller", "alice@north");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>A filter of the application's, before all that have no order.</summary>
    private sealed class Seen : IActionFilter, IOrderedFilter
    {
        public int Order => -1_000_000;

        public int Count { get; private set; }

        public void OnActionExecuting(ActionExecutingContext context) => Count++;

        public void OnActionExecuted(ActionExecutedContext context)
        {
        }
    }

    public class Contents
    {
        public string? Text { get; set; }
    }

    public sealed class TrackedContents : Contents
    {
        [ObjectReference<ShopCustomer>]
        public string? To { get; set; }
    }

    public sealed class Parcel
    {
        public Contents? Inside { get; set; }
    }

    [ApiController]
    public sealed class ParcelsController : ControllerBase
    {
        [HttpPost("/parcels")]
        public string Send([FromBody] Parcel parcel) => parcel.Inside!.GetType().Name;
    }

    public sealed class Edit
    {
        public int Id { get; set; }

        public string? Note { get; set; }
    }

    public sealed class EditController : Controller
    {
        [HttpPost("/edit/{id}")]
        [AuthorizeObject<ShopOrder>("id")]
        public int Change(Edit edit) => edit.Id;
    }

    public sealed class EditPropertyController : Controller
    {
        [BindProperty]
        public int Id { get; set; }

        [HttpPost("/edit-property/{id}")]
        [AuthorizeObject<ShopOrder>("id")]
        public int Change() => Id;
    }

    [ApiController]
    public sealed class ByIdController : ControllerBase
    {
        [HttpGet("/by-id/{id}")]
        public int Get(int id) => id;
    }

    [ApiController]
    public sealed class OrdersController : ControllerBase
    {
        [HttpGet("/orders/{id}")]
        [HttpPost("/orders/{id}")]
        [HttpDelete("/orders/{id}")]
        public string Get(Authorized<ShopOrder> order) => $"order {order.Value.Id}";

        [HttpPut("/orders/{id}")]
        public string Put(Authorized<ShopOrder> order, Note body) => $"order {order.Value.Id} {body.Text}";

        [HttpPost("/orders/{id}/peek")]
        public string Peek([ObjectAccess(Operation.Read)] Authorized<ShopOrder> order) => $"order {order.Value.Id}";

        [HttpGet("/customers/{customerId}/orders/{orderId}")]
        public string Both(Authorized<ShopCustomer> customer, Authorized<ShopOrder> order) => $"{customer.Value.Id} {order.Value.Id}";
    }

    public sealed record Note([property: System.Text.Json.Serialization.JsonPropertyName("note")][Required][MinLength(1)] string Text);

    public sealed class PlainController : Controller
    {
        public string Get(Authorized<ShopOrder> order) => $"order {order.Value.Id}";
    }

    public sealed class FromBodyController : ControllerBase
    {
        [HttpPost("/orders/{id}")]
        public string Post([FromBody] Authorized<ShopOrder> order) => $"order {order.Value.Id}";
    }

    public sealed class PropertyController : ControllerBase
    {
        [BindProperty]
        public Authorized<ShopOrder> Order { get; set; } = null!;

        [HttpPost("/orders/{id}")]
        public string Post() => $"order {Order.Value.Id}";
    }

    public sealed class NoIdController : ControllerBase
    {
        [HttpGet("/orders")]
        public string Get(Authorized<ShopOrder> order) => $"order {order.Value.Id}";
    }

    public sealed class StrayController : ControllerBase
    {
        [HttpGet("/orders/{id}")]
        public string Get([ObjectAccess(Operation.Read)] int id) => $"order {id}";
    }
}
