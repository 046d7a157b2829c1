using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.IntegrationTests.DropIn.Apps;

/// <summary>What <c>dotnet new webapi --use-controllers</c> makes, with problem details, an exception handler and validation.</summary>
internal static class ControllersApp
{
    public static ExistingApp Create() => new(
        "controllers",
        builder =>
        {
            builder.Services.AddControllers().AddApplicationPart(typeof(ControllersApp).Assembly);
            builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context => context.ProblemDetails.Extensions["house"] = "ours");
            builder.Services.AddAuthentication().AddBearerToken();
        },
        app =>
        {
            app.UseExceptionHandler();
            app.UseStatusCodePages();
            app.UseHttpsRedirection();
            app.UseAuthorization();
            app.MapControllers();
        },
        [
            new("GET", "/drop-in"),
            new("GET", "/drop-in/7"),
            new("GET", "/drop-in/seven"),
            new("GET", "/drop-in/secret"),
            new("GET", "/drop-in/secret", null, null, ("Authorization", "Bearer garbage")),
            new("GET", "/drop-in/throws"),
            new("POST", "/drop-in", """{"name":"a","amount":1}""", "application/json"),
            new("POST", "/drop-in", """{"name":"a","amount":1,"extra":true}""", "application/json"),
            new("POST", "/drop-in", """{"amount":1000}""", "application/json"),
            new("POST", "/drop-in", """{"amount":"many"}""", "application/json"),
            new("POST", "/drop-in", "[]", "application/json"),
            new("POST", "/drop-in", "", "application/json"),
            new("POST", "/drop-in", "name=a", "application/x-www-form-urlencoded"),
            new("PATCH", "/drop-in", "{}", "application/json"),
            new("GET", "/nowhere"),
        ]);
}

/// <summary>The controller of <see cref="ControllersApp"/> and <see cref="OlderStyleApp"/>.</summary>
[ApiController]
[Route("drop-in")]
public sealed class DropInController : ControllerBase
{
    [HttpGet]
    public IEnumerable<string> All() => ["one", "two"];

    [HttpGet("{id:int}")]
    public ActionResult<Item> One(int id) => id == 7 ? new Item { Name = "seven", Amount = id } : NotFound();

    [HttpGet("secret")]
    [Authorize]
    public string Secret() => "secret";

    [HttpGet("throws")]
    public string Throws() => throw new InvalidOperationException("broken");

    [HttpPost]
    public ActionResult<Item> Add(Item item) => CreatedAtAction(nameof(One), new { id = item.Amount }, item);

    /// <summary>The body of the controller's POST.</summary>
    public sealed class Item
    {
        [Required]
        [StringLength(10)]
        public string? Name { get; set; }

        [Range(1, 100)]
        public int Amount { get; set; }
    }
}
