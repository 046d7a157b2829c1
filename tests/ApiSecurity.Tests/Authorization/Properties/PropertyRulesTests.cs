using System.Net;

namespace ApiSecurity.Tests.Authorization.Properties;

/// <summary>Rules that are said in code: for types without attributes, and by object.</summary>
public sealed class PropertyRulesTests
{
    private static readonly Foreign[] All = [new("alice", 1, "A", "t"), new("bob", 2, "B", "t")];

    [Theory]
    [InlineData("alice", """[{"owner":"alice","margin":1},{"owner":"bob"}]""")]
    [InlineData("bob", """[{"owner":"alice"},{"owner":"bob","margin":2}]""")]
    [InlineData("bob ratings", """[{"owner":"alice"},{"owner":"bob","margin":2,"rating":"B"}]""")]
    [InlineData("eve ratings", """[{"owner":"alice"},{"owner":"bob"}]""")]
    [InlineData(null, """[{"owner":"alice"},{"owner":"bob"}]""")]
    public async Task The_owner_sees_it_and_others_do_not(string? caller, string json)
    {
        await using var app = await StartAsync();

        Assert.Equal((HttpStatusCode.OK, json), await app.GetAsync("/", caller));
    }

    [Theory]
    [InlineData("bob", """{"owner":"bob","margin":1,"rating":null,"token":null}""", 403)]
    [InlineData("bob finance", """{"owner":"bob","margin":1,"rating":null,"token":null}""", 200)]
    [InlineData("bob", """{"owner":"bob","rating":null,"token":null}""", 200)]
    public async Task Writing_is_held_too(string caller, string body, int status)
    {
        await using var app = await StartAsync();

        Assert.Equal((HttpStatusCode)status, (await app.SendAsync("POST", "/", caller, body)).Status);
    }

    [Fact]
    public async Task What_hangs_on_an_object_can_not_be_read_by_a_patch()
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync("PATCH", "/", "alice finance", """[{"op":"test","path":"/margin","value":1}]""")).Status);
    }

    [Fact]
    public async Task A_rule_for_a_base_type_or_an_interface_holds_for_what_is_below()
    {
        await using var app = await PropertyApp.StartAsync(
            app =>
            {
                app.MapGet("/person", () => new Person { Name = "Ann", Limit = 3 });
                app.MapGet("/item", () => new Item { Id = 1, Margin = 2 });
            },
            services: builder => builder.Services.AddApiSecurity()
                .AddPropertyRules<Party>(rules => rules.Property(party => party.Name).ReadableBy("names"))
                .AddPropertyRules<IPriced>(rules => rules.Property(priced => priced.Margin).ReadableWhen((priced, _) => priced.Margin < 2)));

        Assert.DoesNotContain("Ann", (await app.GetAsync("/person", "bob")).Text, StringComparison.Ordinal);
        Assert.Contains("Ann", (await app.GetAsync("/person", "bob names")).Text, StringComparison.Ordinal);
        Assert.Equal("""{"id":1}""", (await app.GetAsync("/item", "bob finance")).Text);
    }

    [Fact]
    public void A_rule_is_about_a_member_of_the_type_itself()
    {
        var security = new ServiceCollection().AddApiSecurity();

        Assert.Throws<ArgumentException>(() => security.AddPropertyRules<Foreign>(rules => rules.Property(foreign => foreign.Owner.Length)));
        Assert.Throws<ArgumentException>(() => security.AddPropertyRules<Foreign>(rules => rules.Property(foreign => 1)));
        Assert.Throws<ArgumentException>(() => security.AddPropertyRules<Foreign>(rules => rules.Property(foreign => foreign.Margin).ReadableBy("a b")));
        Assert.Throws<ArgumentException>(() => security.AddPropertyRules<Foreign>(rules => rules.Property(foreign => foreign.Margin).WritableBy("a.*")));
    }

    private static Task<PropertyApp> StartAsync() => PropertyApp.StartAsync(
        app =>
        {
            app.MapGet("/", () => All);
            app.MapPost("/", (Foreign foreign) => Results.Ok());
            app.MapPatch("/", (System.Text.Json.JsonElement patch) => Results.Ok()).WithPatchOf<Foreign>();
        },
        services: builder => builder.Services.AddApiSecurity().AddPropertyRules<Foreign>(rules =>
        {
            rules.Property(foreign => foreign.Margin).ReadableWhen((foreign, caller) => foreign.Owner == caller.Subject).WritableBy("finance");
            rules.Property(foreign => foreign.Rating).ReadableBy("ratings").ReadableWhen((foreign, caller) => foreign.Owner == caller.Subject);
            rules.Property(foreign => foreign.Token).Sensitive();
        }));
}
