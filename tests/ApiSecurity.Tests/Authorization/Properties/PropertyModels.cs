using System.Text.Json;
using System.Text.Json.Serialization;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Properties;

public interface IPriced
{
    [ReadableBy("finance")]
    [WritableBy("finance")]
    decimal Margin { get; }
}

public class Item : IPriced
{
    public int Id { get; set; }

    public decimal Margin { get; set; }
}

public record Line(string Sku, [ReadableBy("finance")][WritableBy("finance", "sales")] decimal Price, [property: WritableBy] int Number = 0);

public class Deal
{
    [WritableBy]
    public string OwnerId { get; set; } = "server";

    public string? Note { get; set; }

    [JsonPropertyName("iban")]
    [WritableBy("finance")]
    [ReadableBy("finance")]
    public string? Account { get; set; }

    [Sensitive]
    public string? Secret { get; set; }

    [Sensitive]
    [ReadableBy("audit")]
    public string? Audited { get; set; }

    [JsonInclude]
    [WritableBy("finance")]
    public int Field;

    public Line? Main { get; set; }

    public List<Line> Lines { get; set; } = [];

    public Dictionary<string, Line> ByName { get; set; } = [];

    public Deal? Parent { get; set; }

    public Party? Party { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

[JsonDerivedType(typeof(Person), "person")]
[JsonDerivedType(typeof(Company), "company")]
public abstract class Party
{
    public string? Name { get; set; }

    [ReadableBy("finance")]
    public virtual int Score { get; set; }
}

public sealed class Person : Party
{
    public int Limit { get; set; }

    public override int Score { get; set; }
}

public sealed class Company : Party
{
    [WritableBy("finance")]
    public int Limit { get; set; }

    public new string? Name { get; set; }
}

/// <summary>A type that could not have attributes.</summary>
public sealed record Foreign(string Owner, int Margin, string? Rating, string? Token);

public sealed class Conditional
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [ReadableBy("finance")]
    public string? Null { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [ReadableBy("finance")]
    public int Zero { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [ReadableBy("finance")]
    public string? Always { get; set; }

    [ReadableBy("finance")]
    public string? Plain { get; set; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Deal))]
[JsonSerializable(typeof(List<Item>))]
[JsonSerializable(typeof(IAsyncEnumerable<Item>))]
[JsonSerializable(typeof(Line))]
[JsonSerializable(typeof(Dictionary<string, Line>))]
[JsonSerializable(typeof(Foreign))]
[JsonSerializable(typeof(Party))]
public sealed partial class GeneratedContracts : JsonSerializerContext;
