using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ApiSecurity.Tests.Validation;

/// <summary>One member for each way in which the serializer reads a value.</summary>
public sealed class Everything
{
    public bool Flag { get; set; }

    public byte Small { get; set; }

    public long Big { get; set; }

    public decimal Money { get; set; }

    public float Ratio { get; set; }

    public Int128 Huge { get; set; }

    public char Letter { get; set; }

    public DateOnly Day { get; set; }

    public TimeSpan Span { get; set; }

    public Uri? Link { get; set; }

    [MaxLength(4)]
    public byte[]? Bytes { get; set; }

    public Access Access { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter<OrderKind>))]
    public OrderKind Kind { get; set; }

    [RegularExpression("[1-9][0-9]{3}")]
    public int? Postcode { get; set; }

    public int[]? Numbers { get; set; }

    public Dictionary<string, OrderLine>? ByName { get; set; }

    public KeyValuePair<string, int>? Pair { get; set; }

    public JsonElement Free { get; set; }

    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public List<OrderLine> Filled { get; } = [];

    public List<OrderLine> ReadOnly { get; } = [];

    [JsonPropertyName("x-renamed")]
    public int Renamed { get; set; }

    [JsonNumberHandling(JsonNumberHandling.Strict)]
    public int Strict { get; set; }

    public Type? Unreadable { get; set; }
}

[Flags]
public enum Access
{
    None = 0,
    Read = 1,
    Write = 2,
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Cat), 1)]
[JsonDerivedType(typeof(Dog), "1")]
public class Animal
{
    public string? Name { get; set; }
}

public sealed class Cat : Animal
{
    public int Lives { get; set; }
}

public sealed class Dog : Animal
{
    public int Tricks { get; set; }
}

public sealed class Wide
{
    public int A00 { get; set; }

    public string? Customer { get; set; }
}

/// <summary>Trims, as many applications do for all of their texts.</summary>
public sealed class TrimmingConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()!.Trim() : throw new JsonException("not a text");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Reads texts by the whole, in the language of the request.</summary>
public static class Texts
{
    public static string Missing => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "de" ? "{0} fehlt." : "{0} is missing.";

    public static string Label => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "de" ? "Der Name" : "The name";
}

public sealed class Labelled
{
    [Display(Name = nameof(Texts.Label), ResourceType = typeof(Texts))]
    [Required(ErrorMessageResourceName = nameof(Texts.Missing), ErrorMessageResourceType = typeof(Texts))]
    public string? Name { get; set; }
}
