namespace ApiSecurity.Analyzers.Tests;

public sealed class SmallRulesTests
{
    [Fact]
    public Task The_client_says_how_many_rows_are_read() => Code.ExpectAsync(
        """
        using System.ComponentModel.DataAnnotations;

        app.MapGet("/a", (ShopDb db, int? take) => db.Orders.Take(take ?? 50).Select(o => OrderView.Of(o)));      // APISEC017
        app.MapGet("/b", (ShopDb db, int take) => db.Orders.Take(Math.Clamp(take, 1, 100)).Select(o => OrderView.Of(o)));
        app.MapGet("/c", (ShopDb db, [Range(1, 100)] int take) => db.Orders.Take(take).Select(o => OrderView.Of(o)));
        app.MapGet("/d", (ShopDb db, int take) => take > 100 ? Results.BadRequest() : Results.Ok(db.Orders.Take(take).Select(o => OrderView.Of(o))));
        app.MapGet("/e", (ShopDb db) => db.Orders.Take(50).Select(o => OrderView.Of(o)));
        app.MapGet("/f", ([AsParameters] Page page, ShopDb db) => db.Orders.Take(page.Size).Select(o => OrderView.Of(o)));

        public sealed record Page([property: Range(1, 100)] int Size);
        """);

    [Fact]
    public Task Members_are_set_by_the_names_that_the_client_sends() => Code.ExpectAsync(
        """
        using System.Text.Json;

        app.MapPatch("/a", async (HttpRequest request, Order order) =>
        {
            var changes = await JsonSerializer.DeserializeAsync<Dictionary<string, JsonElement>>(request.Body) ?? [];
            foreach (var (name, value) in changes)
            {
                var property = typeof(Order).GetProperties().First(p => p.Name == name);
                property.SetValue(order, value.Deserialize(property.PropertyType));      // APISEC027
            }
        });
        app.MapPatch("/b", (Order order) => typeof(Order).GetProperty("Note")!.SetValue(new object(), 1));
        """,
        "APISEC027");

    [Fact]
    public Task Credentials_in_addresses_and_comparisons() => Code.ExpectAsync(
        """
        using System.Security.Cryptography;
        using System.Text;

        builder.Services.AddAuthentication().AddJwtBearer("a", jwt => jwt.Events = new()
        {
            OnMessageReceived = context =>
            {
                context.Token = context.Request.Query["access_token"];      // APISEC018
                return Task.CompletedTask;
            },
        });
        builder.Services.AddAuthentication().AddJwtBearer("b", jwt => jwt.Events = new()
        {
            OnMessageReceived = context =>
            {
                if (context.Request.Path.StartsWithSegments("/hubs"))
                {
                    context.Token = context.Request.Query["access_token"];
                }

                return Task.CompletedTask;
            },
        });
        app.MapGet("/a", (HttpRequest request, IConfiguration configuration) => request.Headers["X-Api-Key"] == configuration["Key"]);      // APISEC019
        app.MapGet("/b", (HttpRequest request, IConfiguration configuration) =>
        {
            var given = request.Headers["X-Hub-Signature"].ToString();
            return given != configuration["Key"] ? Results.Unauthorized() : Results.Ok();      // APISEC019
        });
        app.MapGet("/c", (HttpRequest request, string key) => request.Query["api_key"] == key);      // APISEC018 APISEC019
        app.MapGet("/d", (HttpRequest request) => request.Headers["X-Api-Key"] == "" || request.Headers["X-Api-Key"].Count == 0);
        app.MapGet("/e", (HttpRequest request, string version) => request.Headers["X-Version"] == version || request.Query["page"] == version);
        app.MapGet("/f", (HttpRequest request, byte[] hash) =>
            CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers["X-Api-Key"].ToString())), hash));
        """);

    [Fact]
    public Task Methods_that_nobody_thought_of() => Code.ExpectAsync(
        """
        using Microsoft.AspNetCore.Mvc;

        app.UseHttpMethodOverride();      // APISEC024
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/admin") && HttpMethods.IsGet(context.Request.Method) && !context.User.HasClaim("admin", "true"))      // APISEC024
            {
                context.Response.StatusCode = 403;
                return Task.CompletedTask;
            }

            if (HttpMethods.IsOptions(context.Request.Method))
            {
                context.Response.StatusCode = 204;
                return Task.CompletedTask;
            }

            return next(context);
        });

        [ApiController]
        [Route("reports")]
        public class ReportsController : ControllerBase
        {
            [Route("revenue")]
            public int Revenue() => 1;      // APISEC020

            [HttpGet]
            [Route("orders")]
            public int Orders() => 1;

            [AcceptVerbs("GET", "HEAD")]
            [Route("customers")]
            public int Customers() => 1;

            [Route("/error")]
            [ApiExplorerSettings(IgnoreApi = true)]
            public IActionResult Error() => Problem();
        }

        [Route("home")]
        public class HomeController : Controller
        {
            [Route("index")]
            public IActionResult Index() => View();
        }
        """);

    [Fact]
    public Task Readers_without_bounds_and_links_of_the_Host_header() => Code.ExpectAsync(
        """
        using System.Text.Json;
        using System.Xml;
        using Microsoft.AspNetCore.Mvc;
        using Newtonsoft.Json;

        var a = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All };      // APISEC021
        var b = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None };
        var c = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse };      // APISEC022
        var d = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
        var e = new XmlDocument { XmlResolver = new XmlUrlResolver() };      // APISEC022
        var f = new XmlDocument { XmlResolver = null };
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);      // APISEC023
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1 << 20);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.MaxDepth = 100_000);      // APISEC023
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.MaxDepth = 64);
        app.MapGet("/a", (HttpRequest request) => new { self = $"{request.Scheme}://{request.Host}/orders" });      // APISEC026
        app.MapGet("/b", (HttpRequest request) => request.Host.Host == "www.shop.example");
        app.MapGet("/c", (HttpRequest request, ILogger<Order> logger) => logger.LogInformation("{Host}", request.Host));

        public class UploadsController : Controller
        {
            [HttpPost("/uploads")]
            [DisableRequestSizeLimit]      // APISEC023
            public int Post() => 1;

            [HttpPost("/small")]
            [RequestSizeLimit(1_000_000)]
            public int Small() => 1;
        }
        """);
}
