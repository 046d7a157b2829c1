using ApiSecurity.Authorization;
using ApiSecurity.Tests.Authorization.Objects;
using Microsoft.AspNetCore.JsonPatch;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.Tests.Authorization.Properties;

/// <summary>What a client sends does not become what is kept: entities as bodies stop the start.</summary>
public sealed class EntityTests
{
    public static TheoryData<string, string?> Endpoints() => new()
    {
        { "policy", "POST /policy binds the entity ShopOrder from what a client sends (ShopOrder)" },
        { "set", "POST /set binds the entity Kept from what a client sends (Kept)" },
        { "derived", "POST /derived binds the entity Kept from what a client sends (KeptWell)" },
        { "said", "POST /said binds the entity IKept from what a client sends (Said)" },
        { "list", "POST /list binds the entity Kept from what a client sends (List<Kept>[])" },
        { "map", "POST /map binds the entity Kept from what a client sends (Dictionary<String, Kept>[])" },
        { "member", "POST /member binds the entity Kept from what a client sends (Outer.inner.kept[])" },
        { "kind", "POST /kind binds the entity Kept from what a client sends (Kind.kept)" },
        { "form", "POST /form binds the entity Kept from what a client sends (Kept)" },
        { "described", "POST /described binds the entity Kept from what a client sends (Kept)" },
        { "action", "POST /action binds the entity Kept from what a client sends (Kept)" },
        { "patch", "PATCH /patch binds the entity Kept from what a client sends (Kept)" },
        { "query", "POST /query binds the entity Kept from what a client sends (Kept)" },
        { "own", null },
        { "computed", null },
        { "answer", null },
        { "services", null },
        { "marked-type", null },
        { "marked-parameter", null },
        { "marked-member", null },
        { "disabled", null },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_entity_as_a_body_stops_the_start(string endpoint, string? told)
    {
        if (told is null)
        {
            await using var app = await StartAsync(endpoint);
            return;
        }

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(endpoint));
        Assert.Contains($"- {told}, so a client can set each of its members. Take a type that has", error.Message, StringComparison.Ordinal);
        Assert.Contains("[BindableEntity(", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task In_report_mode_it_is_told_and_no_more(string endpoint, string? told)
    {
        await using var app = await StartAsync(endpoint, new() { ["Mode"] = "Report" });

        Assert.Equal(told is not null, DenyByDefaultTests.Summary(app).Contains($"note    {told ?? "binds the entity"}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("marked-type", "POST /marked-type  (clients may set all members of the entity Marked: it is a note)")]
    [InlineData("marked-parameter", "POST /marked-parameter  (clients may set all members of the entity Kept: a test)")]
    [InlineData("marked-member", "POST /marked-member  (clients may set all members of the entity Kept: inside)")]
    public async Task Who_says_why_may_and_the_summary_lists_it(string endpoint, string told)
    {
        await using var app = await StartAsync(endpoint);

        Assert.Contains($"exposed {told}", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_are_entities_are_known_too()
    {
        await using var app = await StartAsync("answer");
        var endpoint = app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single();

        var found = Assert.Single(app.App.Services.GetRequiredService<EntityBodies>().AnswersOf(endpoint));
        Assert.Equal(("Kept", "IEnumerable<Kept>[]"), (found.Entity.Name, found.Place));
    }

    [Fact]
    public void Everything_is_no_entity_and_a_reason_is_needed()
    {
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddApiSecurity().AddEntities(typeof(object)));
        Assert.Throws<ArgumentException>(() => new BindableEntityAttribute(" "));
    }

    private static Task<TestApp> StartAsync(string endpoint, Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app =>
        {
            if (endpoint is "action" or "patch" or "query")
            {
                app.MapControllers().AsPublicEndpoint("a test");
                return;
            }

            var path = $"/{endpoint}";
            var builder = endpoint switch
            {
                "policy" => app.MapPost(path, (ShopOrder order) => ""),
                "set" => app.MapPost(path, (Kept kept) => ""),
                "derived" => app.MapPost(path, (KeptWell kept) => ""),
                "said" => app.MapPost(path, (Said said) => ""),
                "list" => app.MapPost(path, (List<Kept> list) => ""),
                "map" => app.MapPost(path, (Dictionary<string, Kept> map) => ""),
                "member" => app.MapPost(path, (Outer outer) => ""),
                "kind" => app.MapPost(path, (Kind kind) => ""),
                "form" => app.MapPost(path, ([FromForm] Kept kept) => "").DisableAntiforgery(),
                "described" => app.MapPost(path, (HttpRequest request) => "").Accepts<Kept>("application/json"),
                "own" => app.MapPost(path, (Own own) => ""),
                "computed" => app.MapPost(path, (Computed computed) => ""),
                "answer" => app.MapGet(path, Task<IEnumerable<Kept>> () => Task.FromResult<IEnumerable<Kept>>([])),
                "services" => app.MapGet(path, ([AsParameters] Services services) => ""),
                "marked-type" => app.MapPost(path, (Marked marked) => ""),
                "marked-parameter" => app.MapPost(path, ([BindableEntity("a test")] Kept kept) => ""),
                "marked-member" => app.MapPost(path, (MarkedInside marked) => ""),
                "disabled" => app.MapPost(path, (Kept kept) => "").DisableApiSecurity("a test"),
                _ => throw new ArgumentOutOfRangeException(nameof(endpoint)),
            };
            builder.AsPublicEndpoint("a test");
        },
        settings,
        builder =>
        {
            builder.Services.AddDbContext<KeptDb>(db => db.UseSqlite("Data Source=:memory:"));
            builder.Services.AddScoped(_ => (ShopDb)null!);
            builder.Services.AddApiSecurity().AddObjectPolicy<ShopOrderPolicy>().AddEntities(typeof(IKept));
            builder.Services.AddControllers().OnlyControllers(endpoint switch
            {
                "action" => [typeof(KeptController)],
                "patch" => [typeof(KeptPatchController)],
                "query" => [typeof(KeptViewController)],
                _ => [],
            });
        });

    public class Kept
    {
        public int Id { get; set; }

        public Kept? Parent { get; set; }
    }

    public sealed class KeptWell : Kept;

    public interface IKept
    {
        int Id { get; }
    }

    public sealed record Said(int Id) : IKept;

    public sealed record Outer(Inner Inner);

    public sealed record Inner(IReadOnlyList<Kept> Kept);

    [System.Text.Json.Serialization.JsonDerivedType(typeof(KindOfKept), "kept")]
    public abstract class Kind;

    public sealed class KindOfKept : Kind
    {
        public Kept? Kept { get; set; }
    }

    public sealed record Own(int Id, List<string> Names);

    public sealed class Computed
    {
        public Kept Kept => new();
    }

    [BindableEntity("it is a note")]
    public sealed class Marked
    {
        public int Id { get; set; }
    }

    public sealed record MarkedInside([BindableEntity("inside")] Kept Kept);

    public sealed record Services(KeptDb Db, string? Text, HttpContext Context);

    public sealed class KeptDb(DbContextOptions<KeptDb> options) : DbContext(options)
    {
        public DbSet<Kept> All => Set<Kept>();

        public DbSet<Marked> Marked => Set<Marked>();
    }
}

[ApiController]
public sealed class KeptController : ControllerBase
{
    [HttpPost("/action")]
    public IActionResult Post(EntityTests.Kept kept) => Ok(kept is null);
}

[ApiController]
public sealed class KeptPatchController : ControllerBase
{
    [HttpPatch("/patch")]
    public IActionResult Patch(JsonPatchDocument<EntityTests.Kept> patch) => Ok(patch is null);
}

public sealed class KeptViewController : Controller
{
    [HttpPost("/query")]
    public IActionResult Post(EntityTests.Kept kept) => Ok(kept is null);
}
