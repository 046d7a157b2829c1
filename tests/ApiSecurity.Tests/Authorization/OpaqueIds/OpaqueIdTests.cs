using System.Text.Json;
using System.Text.Json.Serialization;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Authorization.OpaqueIds;

public sealed partial class OpaqueIdTests
{
    private static void Map(WebApplication app)
    {
        app.MapGet("/parcels/{id}", (Authorized<Parcel> parcel) => parcel.Value.Id);
        app.MapGet("/guarded/{id}", [AuthorizeObject<Parcel>("id")] (OpaqueId<Parcel, int> id) => id.Value);
        app.MapGet("/plain/{id}", (OpaqueId<Parcel, int> id) => id.Value);
        app.MapGet("/query", (OpaqueId<Carrier, Guid>? id) => id?.Value.ToString() ?? "none");
        app.MapGet("/compare", ([ObjectReference<Parcel>] OpaqueId<Parcel, int>[] ids) => ids.Select(id => id.Value));
        app.MapGet("/list", () => ParcelPolicy.Parcels.Select(parcel => new Row(parcel.Id, parcel.Id, new() { [parcel.Id] = "x" })));
        app.MapPost("/ship", (Shipping shipping) => new { shipping.Parcel.HasValue, shipping.Carrier, shipping.Maybe });
        app.MapPost("/refer", (Referring referring) => referring.Parcels.Count);
        app.MapGet("/find/{id}", async (OpaqueId<Parcel, int> id, ObjectAuthorizer objects) => (await objects.FindAsync<Parcel>(id, Operation.Read))?.Id ?? 0);
        app.MapControllers();
    }

    private static void WithControllers(WebApplicationBuilder builder) => builder.Services.AddControllers().OnlyControllers(typeof(OpaqueIdsController));

    [Fact]
    public async Task A_handler_takes_and_gives_ids_that_tell_nothing()
    {
        using var key = new KeyFile();
        await using var app = await OpaqueIdApp.StartAsync(Map, [key], services: WithControllers);
        var (_, text) = await app.SendAsync("/list");
        var rows = JsonDocument.Parse(text).RootElement.EnumerateArray().ToList();
        Assert.Equal(9, rows.Select(row => row.GetProperty("id").GetString()).Distinct().Count());
        foreach (var (row, number) in rows.Select((row, index) => (row, index + 1)))
        {
            var id = row.GetProperty("id").GetString()!;
            Assert.Matches("^[A-Za-z0-9_-]{46}$", id);
            Assert.Equal(id, row.GetProperty("again").GetString());
            Assert.Equal("x", row.GetProperty("keys").GetProperty(id).GetString());
            Assert.Equal((200, $"{number}"), await app.SendAsync($"/plain/{id}"));
            Assert.Equal(number % 2 == 1 ? 200 : 404, (await app.SendAsync($"/parcels/{id}")).Status);
            Assert.Equal(number % 2 == 1 ? 200 : 404, (await app.SendAsync($"/guarded/{id}")).Status);
            Assert.Equal((200, number % 2 == 1 ? $"{number}" : "0"), await app.SendAsync($"/find/{id}"));
            Assert.Equal((200, $"{number}"), await app.SendAsync($"/mvc/plain/{id}"));
            Assert.Equal(number % 2 == 1 ? 200 : 404, (await app.SendAsync($"/mvc/parcels/{id}")).Status);
        }
    }

    [Fact]
    public async Task What_is_no_id_is_the_id_of_nothing()
    {
        using var key = new KeyFile();
        using var other = new KeyFile();
        await using var app = await OpaqueIdApp.StartAsync(Map, [key], services: WithControllers);
        await using var elsewhere = await OpaqueIdApp.StartAsync(Map, [other], services: WithControllers);
        var good = app.Codec().Encode(typeof(Parcel), 1);
        var bad = new[]
        {
            "1", "-1", "x", good[..^1], good + "A", good + "=", Flip(good, 0), Flip(good, 5), Flip(good, 30), Flip(good, good.Length - 1),
            app.Codec().Encode(typeof(Carrier), Guid.NewGuid()), app.Codec().Encode(typeof(Place), "1"), app.Codec().Encode(typeof(Parcel), 1L), app.Codec().Encode(typeof(Carrier), 1),
            elsewhere.Codec().Encode(typeof(Parcel), 1), new string('A', 46), new string('A', 400), "%20" + good, good.ToUpperInvariant(),
        };
        foreach (var path in new[] { "/plain/", "/parcels/", "/guarded/", "/mvc/plain/", "/mvc/parcels/" })
        {
            Assert.Equal(200, (await app.SendAsync(path + good)).Status);
            foreach (var text in bad)
            {
                Assert.True((await app.SendAsync(path + text)).Status == 404, path + text);
            }
        }

        Assert.Equal((200, "none"), await app.SendAsync("/query"));
        Assert.Equal(404, (await app.SendAsync("/query?id=" + good)).Status);
        Assert.Equal((200, "[1,3]"), await app.SendAsync($"/compare?ids={good}&ids={app.Codec().Encode(typeof(Parcel), 3)}"));
        Assert.Equal(404, (await app.SendAsync($"/compare?ids={good}&ids={app.Codec().Encode(typeof(Parcel), 2)}")).Status);
        Assert.Equal(404, (await app.SendAsync($"/compare?ids={good}&ids=1")).Status);
    }

    [Fact]
    public async Task Bodies_hold_opaque_ids()
    {
        using var key = new KeyFile();
        await using var app = await OpaqueIdApp.StartAsync(Map, [key], services: WithControllers);
        var parcel = app.Codec().Encode(typeof(Parcel), 1);
        var carrier = Guid.NewGuid();
        var hidden = app.Codec().Encode(typeof(Carrier), carrier);
        Assert.Equal((200, $$"""{"hasValue":true,"carrier":"{{carrier}}","maybe":null}"""), await app.SendAsync("/ship", $$"""{"parcel":"{{parcel}}","carrier":"{{hidden}}"}"""));
        Assert.Equal((200, $$"""{"hasValue":false,"carrier":"{{carrier}}","maybe":1}"""), await app.SendAsync("/ship", $$"""{"parcel":"forged","carrier":"{{hidden}}","maybe":"{{parcel}}"}"""));
        Assert.Equal(400, (await app.SendAsync("/ship", $$"""{"parcel":"{{parcel}}","carrier":"{{parcel}}"}""")).Status);
        Assert.Equal(400, (await app.SendAsync("/ship", $$"""{"parcel":"{{parcel}}","carrier":"{{carrier}}"}""")).Status);
        Assert.Equal(400, (await app.SendAsync("/ship", $$"""{"parcel":1,"carrier":"{{hidden}}"}""")).Status);
        Assert.Equal((200, "1"), await app.SendAsync("/refer", $$"""{"parcels":["{{parcel}}"]}"""));
        Assert.Equal(404, (await app.SendAsync("/refer", $$"""{"parcels":["{{parcel}}","{{app.Codec().Encode(typeof(Parcel), 2)}}"]}""")).Status);
        Assert.Equal(404, (await app.SendAsync("/refer", """{"parcels":["forged"]}""")).Status);
    }

    [Fact]
    public async Task Keys_are_rotated_without_ending_ids()
    {
        using var old = new KeyFile();
        using var young = new KeyFile();
        string id;
        await using (var before = await OpaqueIdApp.StartAsync(Map, [old], services: WithControllers))
        {
            id = before.Codec().Encode(typeof(Parcel), 1);
        }

        await using (var between = await OpaqueIdApp.StartAsync(Map, [young, old], services: WithControllers))
        {
            Assert.Equal(200, (await between.SendAsync("/plain/" + id)).Status);
            Assert.NotEqual(id, between.Codec().Encode(typeof(Parcel), 1));
        }

        await using var after = await OpaqueIdApp.StartAsync(Map, [young], services: WithControllers);
        Assert.Equal(404, (await after.SendAsync("/plain/" + id)).Status);
    }

    [Fact]
    public async Task All_kinds_of_ids_come_back_as_they_were()
    {
        using var key = new KeyFile();
        await using var app = await OpaqueIdApp.StartAsync(Map, [key], services: WithControllers);
        Check(0, int.MinValue, int.MaxValue, -1);
        Check(0L, long.MinValue, long.MaxValue);
        Check(Guid.Empty, Guid.NewGuid(), Guid.AllBitsSet);
        Check("a", "", "ü€😀", new string('x', 128), "\0");
        Assert.Throws<ArgumentException>(() => app.Codec().Encode(typeof(Parcel), new string('x', 129)));
        Assert.ThrowsAny<ArgumentException>(() => app.Codec().Encode(typeof(Parcel), "\ud800"));

        void Check<TKey>(params TKey[] ids)
        {
            foreach (var id in ids)
            {
                var text = app.Codec().Encode(typeof(Parcel), id);
                Assert.Equal(text, app.Codec().Encode(typeof(Parcel), id));
                Assert.True(app.Codec().TryDecode<TKey>(typeof(Parcel), text, out var read));
                Assert.Equal(id, read);
            }
        }
    }

    [Fact]
    public async Task No_bit_of_an_id_can_be_changed()
    {
        using var key = new KeyFile();
        await using var app = await OpaqueIdApp.StartAsync(Map, [key], services: WithControllers);
        var text = app.Codec().Encode(typeof(Parcel), 7);
        for (var index = 0; index < text.Length; index++)
        {
            foreach (var letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ")
            {
                var other = string.Concat(text.AsSpan(0, index), letter.ToString(), text.AsSpan(index + 1));
                Assert.Equal(other == text, app.Codec().TryDecode<int>(typeof(Parcel), other, out _));
            }
        }
    }

    [Fact]
    public async Task Source_generated_contexts_write_and_read_them()
    {
        using var key = new KeyFile();
        await using var app = await OpaqueIdApp.StartAsync(
            app => app.MapPost("/", (Generated body) => body), [key], services: builder => builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolver = GeneratedContext.Default));
        var id = app.Codec().Encode(typeof(Parcel), 1);
        var (status, text) = await app.SendAsync("/", $$$"""{"id":"{{{id}}}","names":{"{{{id}}}":"x"}}""");

        Assert.Equal((200, $$$"""{"id":"{{{id}}}","names":{"{{{id}}}":"x"}}"""), (status, text));
    }

    [Theory]
    [InlineData("", "can't be read")]
    [InlineData("c2hvcnQ=", "holds 5 bytes")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "one byte again and again")]
    [InlineData("not base64!", "is not base64")]
    public async Task A_key_that_is_none_stops_the_start(string content, string part)
    {
        using var key = new KeyFile();
        await File.WriteAllTextAsync(key.Path, content, TestContext.Current.CancellationToken);
        if (content.Length == 0)
        {
            File.Delete(key.Path);
        }

        var failure = await Record.ExceptionAsync(() => OpaqueIdApp.StartAsync(Map, [key], services: WithControllers));
        Assert.Contains("ApiSecurity:OpaqueIds:Keys:0:KeyFile", failure?.Message, StringComparison.Ordinal);
        Assert.Contains(part, failure?.Message, StringComparison.Ordinal);
        Assert.True(content.Length == 0 || !failure!.Message.Contains(content, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_key_only_Development_starts_and_says_so_loudly()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => OpaqueIdApp.StartAsync(Map, [], services: WithControllers));
        Assert.Contains("ApiSecurity:OpaqueIds:Keys has no key", failure.Message, StringComparison.Ordinal);

        await using var app = await OpaqueIdApp.StartAsync(Map, [], environment: "Development", services: WithControllers);
        Assert.Contains(app.Logs.GetSnapshot(), record => record.Message.Contains("OPAQUE IDS ARE NOT SECRET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Types_without_opaque_ids_and_names_that_are_taken_are_found_before_anybody_calls()
    {
        using var key = new KeyFile();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => OpaqueIdApp.StartAsync(
            app => app.MapGet("/{id}", (OpaqueId<Carrier, Guid> id) => id.Value), [key], ids => ids.For<Parcel>()));
        Assert.Contains("Carrier has no opaque ids", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => OpaqueIdApp.StartAsync(_ => { }, [key], ids => ids.For<Parcel>("a").For<Carrier>("a")));
    }

    private static string Flip(string text, int index) => string.Concat(text.AsSpan(0, index), text[index] == 'A' ? "B" : "A", text.AsSpan(index + 1));

    public sealed record Row(OpaqueId<Parcel, int> Id, [property: OpaqueId<Parcel>] int Again, Dictionary<OpaqueId<Parcel, int>, string> Keys);

    public sealed class Shipping
    {
        public OpaqueId<Parcel, int> Parcel { get; set; }

        [OpaqueId<Carrier>]
        public Guid Carrier { get; set; }

        [OpaqueId<Parcel>]
        public int? Maybe { get; set; }
    }

    public sealed class Referring
    {
        [ObjectReference<Parcel>]
        public List<OpaqueId<Parcel, int>> Parcels { get; set; } = [];
    }

    public sealed record Generated(OpaqueId<Parcel, int> Id, Dictionary<OpaqueId<Parcel, int>, string> Names);

    [JsonSerializable(typeof(Generated))]
    public sealed partial class GeneratedContext : JsonSerializerContext;
}

[ApiController]
public sealed class OpaqueIdsController : ControllerBase
{
    [HttpGet("/mvc/plain/{id}")]
    public int Plain(OpaqueId<Parcel, int> id) => id.Value;

    [HttpGet("/mvc/parcels/{id}")]
    public int Parcel(Authorized<Parcel> parcel) => parcel.Value.Id;
}
