using System.Text;
using System.Text.Json;
using ApiSecurity.Authorization;
using ApiSecurity.Tests.Authorization.Objects;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ApiSecurity.Tests.Authorization.Properties;

/// <summary>Whatever JSON says: if the serializer would set a member that the caller may not write, the scan has seen it before.</summary>
public sealed class BodyScanProperties : IDisposable
{
    private static readonly Caller Nobody = Caller.From(ShopCaller.Principal("bob", null));

    // Names as they are, in other cases, escaped, in C#, and some that are none.
    private static readonly string[] DealNames =
    [
        "note", "NOTE", "ownerId", "OwnerID", @"own\u0065rId", "iban", "IBAN", "account", "Account", "field", "Field", "secret", "main", "Main", "lines", @"l\u0069nes", "byName",
        "BYNAME", "parent", "party", "more", "$type", "$id", "x",
    ];

    private static readonly string[] LineNames = ["sku", "price", "Price", @"\u0070rice", "number", "NUMBER", "x", "$values"];
    private static readonly string[] PartyNames = ["limit", "Limit", @"l\u0069mit", "name", "score", "$type", "x"];
    private static readonly Gen<string> Scalar = Gen.Elements("null", "1", "-2.5", "\"a\"", "true", "\"\"");

    private readonly ServiceProvider _services = Services();

    [Property(MaxTest = 3000)]
    public Property What_is_set_was_seen() => Prop.ForAll(Arb.From(Deals(3)), json =>
    {
        Deal? deal;
        try
        {
            deal = JsonSerializer.Deserialize<Deal>(json, JsonSerializerOptions.Web);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return;
        }

        Assert.True(deal is null || !IsTouched(deal) || Scan(json).Count > 0, $"The serializer set what the scan did not see: {json}");
    });

    [Property(MaxTest = 300)]
    public Property Who_may_write_all_is_never_refused() =>
        Prop.ForAll(Arb.From(Deals(3)), json => Assert.Empty(Scan(json, Caller.From(ShopCaller.Principal("alice", null, "finance")), typeof(Unowned))));

    public void Dispose() => _services.Dispose();

    private IReadOnlyList<PropertyViolation> Scan(string json, Caller? caller = null, Type? type = null)
    {
        var options = _services.GetRequiredService<IOptions<HttpJsonOptions>>().Value.SerializerOptions;
        var node = new BodyCompiler(_services.GetRequiredService<PropertyRules>(), options).Compile(type ?? typeof(Deal));
        var scan = new BodyScan(caller ?? Nobody, isMergePatch: false);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        scan.Scan(ref reader, [node]);
        return scan.Violations;
    }

    private static bool IsTouched(Deal deal) =>
        deal.OwnerId != "server" || deal.Account is not null || deal.Field != 0
        || (deal.Lines ?? []).Concat((deal.ByName ?? []).Values).Append(deal.Main!).Any(line => line is not null && (line.Price != 0 || line.Number != 0))
        || deal.Party is Company { Limit: not 0 }
        || (deal.More ?? []).Keys.Any(key => key.Equals("account", StringComparison.OrdinalIgnoreCase) || key.Equals("iban", StringComparison.OrdinalIgnoreCase) || key.Equals("ownerId", StringComparison.OrdinalIgnoreCase))
        || (deal.Parent is { } parent && IsTouched(parent));

    private static Gen<string> Deals(int depth) => Object(DealNames, name => Plain(name) switch
    {
        "main" => Lines,
        "lines" => List(Lines),
        "byname" => Object(["a", "b", "price"], _ => Lines),
        "parent" when depth > 0 => Deals(depth - 1),
        "party" => Object(PartyNames, member => Plain(member) switch
        {
            "limit" or "score" => Gen.Elements("0", "1", "7"),
            "$type" => Gen.Elements("\"company\"", "\"person\"", "\"x\"", "1"),
            _ => Gen.Elements("null", "\"a\""),
        }),
        "note" or "ownerid" or "iban" or "account" or "secret" => Gen.Elements("null", "\"a\"", "\"server\""),
        "field" => Gen.Elements("0", "1", "\"2\""),
        "$type" or "$id" => Gen.Elements("\"1\"", "null"),
        _ => Scalar,
    });

    private static Gen<string> Lines => Object(LineNames, name => Plain(name) switch
    {
        "sku" => Gen.Elements("null", "\"a\""),
        "price" or "number" => Gen.Elements("0", "1", "\"3\""),
        _ => Scalar,
    });

    private static string Plain(string name) => JsonSerializer.Deserialize<string>($"\"{name}\"")!.ToLowerInvariant();

    private static Gen<string> List(Gen<string> item) => from items in Gen.ListOf(item, 2) select $"[{string.Join(',', items)}]";

    private static Gen<string> Object(string[] names, Func<string, Gen<string>> value) =>
        from count in Gen.Choose(0, 4)
        from members in Gen.ArrayOf(from name in Gen.Elements(names) from text in value(name) select $"\"{name}\":{text}", count)
        select $"{{{string.Join(',', members)}}}";

    private static ServiceProvider Services()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddApiSecurity();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>A deal of which finance may write all.</summary>
    public sealed class Unowned
    {
        [WritableBy("finance")]
        public string? OwnerId { get; set; }

        [WritableBy("finance", "sales")]
        public List<Unowned>? Lines { get; set; }
    }
}
