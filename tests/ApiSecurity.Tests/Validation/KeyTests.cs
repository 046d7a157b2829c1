using System.Net;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;

namespace ApiSecurity.Tests.Validation;

/// <summary>Keys of dictionaries are what the serializer makes of them; enums are what they have.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData("""{"numbers":{"1":1,"01":2}}""", "/numbers/01 duplicate_member")]
    [InlineData("""{"numbers":{"-0":1,"0":2}}""", "/numbers/0 duplicate_member")]
    [InlineData("""{"numbers":{"1":1,"1":2}}""", "/numbers/1 duplicate_member")]
    [InlineData("""{"numbers":{"\u0031":1,"1":2}}""", "/numbers/1 duplicate_member")]
    [InlineData("""{"numbers":{"x":1}}""", "/numbers/x format")]
    [InlineData("""{"numbers":{"99999999999":1}}""", "/numbers/99999999999 format")]
    [InlineData("""{"kinds":{"Normal":1,"normal":2}}""", "/kinds/normal duplicate_member")]
    [InlineData("""{"kinds":{"Normal":1,"0":2}}""", "/kinds/0 duplicate_member")]
    [InlineData("""{"kinds":{"99":1}}""", "/kinds/99 format")]
    [InlineData("""{"kinds":{"Overnight":1}}""", "/kinds/Overnight format")]
    [InlineData("""{"flags":{"Read":1,"1":2}}""", "/flags/1 duplicate_member")]
    [InlineData("""{"flags":{"1024":1}}""", "/flags/1024 format")]
    [InlineData("""{"longs":{"1":1,"001":2}}""", "/longs/001 duplicate_member")]
    [InlineData("""{"ids":{"7f2c8b1e-0c3d-4e5f-8a9b-0123456789ab":1,"7F2C8B1E-0c3d-4e5f-8a9b-0123456789ab":2}}""", "/ids/7F2C8B1E-0c3d-4e5f-8a9b-0123456789ab duplicate_member")]
    [InlineData("""{"days":{"2026-01-31":1,"2026-02-31":2}}""", "/days/2026-02-31 format")]
    [InlineData("""{"inner":[{"a":{"1":{},"01":{}}}]}""", "/inner/0/a/01 duplicate_member")]
    [InlineData("""{"access":1024}""", "/access enum")]
    [InlineData("""{"access":-1}""", "/access enum")]
    [InlineData("""{"access":5}""", "/access enum")]
    [InlineData("""{"signed":8}""", "/signed enum")]
    [InlineData("""{"wide":4}""", "/wide enum")]
    [InlineData("""{"filled":null}""", "/filled type")]
    [InlineData("""{"map":null}""", "/map type")]
    public async Task What_the_serializer_reads_as_the_same_or_as_nothing_is_refused(string body, string violation)
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{answer.Status} {answer.Text}");
        Assert.Equal([violation], answer.Violations);
    }

    [Theory]
    [InlineData("""{"numbers":{"1":1,"2":2},"kinds":{"Normal":1,"1":2},"flags":{"Read":1,"2":2,"3":3},"longs":{"9223372036854775807":1}}""")]
    [InlineData("""{"ids":{"7f2c8b1e-0c3d-4e5f-8a9b-0123456789ab":1},"days":{"2026-01-31":1},"inner":[{"a":{"1":{},"2":{}}}],"access":3,"signed":-127,"wide":9223372036854775809}""")]
    [InlineData("""{"access":0,"filled":[1],"map":{"a":1}}""")]
    public async Task What_is_one_of_them_passes(string body)
    {
        await using var app = await StartAsync();

        Assert.Equal("bound", (await app.PostAsync("/", body)).Text);
    }

    [Theory]
    [InlineData("""{"access":1024}""", "/access enum")]
    [InlineData("""{"access":"Read, Write"}""", "")]
    [InlineData("""{"access":"1024"}""", "/access enum")]
    [InlineData("""{"kinds":{"Normal":1,"0":2}}""", "/kinds/0 duplicate_member")]
    public async Task Enums_by_name_too(string body, string violation)
    {
        await using var app = await StartAsync(byName: true);

        var answer = await app.PostAsync("/", body);

        Assert.Equal(violation, string.Join(", ", answer.Violations));
        Assert.Equal(violation.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
    }

    private static Task<TestApp> StartAsync(bool byName = false) => ValidatedApp.StartAsync(
        app => app.MapPost("/", (Keyed body) => "bound"),
        services: builder => builder.Services.Configure<JsonOptions>(options =>
        {
            if (byName)
            {
                options.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            }
        }));

    private sealed class Keyed
    {
        public Dictionary<int, int>? Numbers { get; set; }

        public Dictionary<OrderKind, int>? Kinds { get; set; }

        public Dictionary<Access, int>? Flags { get; set; }

        public IReadOnlyDictionary<long, int>? Longs { get; set; }

        public Dictionary<Guid, int>? Ids { get; set; }

        public SortedDictionary<DateOnly, int>? Days { get; set; }

        public List<Dictionary<string, Dictionary<short, object>>>? Inner { get; set; }

        public Access? Access { get; set; }

        public Signed Signed { get; set; }

        public Wide Wide { get; set; }

        [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
        public List<int> Filled { get; } = [];

        [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
        public Dictionary<string, int> Map { get; } = [];
    }

    [Flags]
    private enum Signed : sbyte
    {
        None = 0,
        One = 1,
        Sign = -128,
    }

    [Flags]
    private enum Wide : ulong
    {
        None = 0,
        One = 1,
        Top = 1UL << 63,
    }
}
