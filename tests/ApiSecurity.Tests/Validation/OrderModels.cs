using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ApiSecurity.Validation;

namespace ApiSecurity.Tests.Validation;

public sealed class NewOrder
{
    [Required]
    public string Customer { get; set; } = "";

    [StringLength(20, MinimumLength = 2)]
    public string? Note { get; set; }

    [EmailAddress]
    public string? Email { get; set; }

    [RegularExpression("[A-Z]{2,3}")]
    public string? Country { get; set; }

    [Range(0.5, 99.5)]
    public double? Discount { get; set; }

    public OrderKind Kind { get; set; }

    public Guid? Reference { get; set; }

    public DateTimeOffset? Due { get; set; }

    [MinLength(1)]
    [MaxLength(3)]
    public List<OrderLine>? Lines { get; set; }

    public Dictionary<string, int>? Tags { get; set; }

    public object? Anything { get; set; }

    public string Summary => $"{Customer}";

    [JsonIgnore]
    public bool IsAdmin { get; set; }
}

public enum OrderKind
{
    Normal,
    Express,
}

public sealed record OrderLine([Range(1, 100, ErrorMessage = "Between {1} and {2}, please.")] int Quantity, [property: MaxLength(5)] string? Sku = null, decimal Price = 0);

public sealed class StrictPoint
{
    public required int X { get; set; }

    public required string Name { get; set; }
}

[AllowUnknownMembers]
public sealed record OpenPoint(int X);

public sealed class ExtendedPoint
{
    public int X { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object>? More { get; set; }
}

public sealed record Node(string? Name, Node? Next, Node[]? Children);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
public abstract record Shape;

public sealed record Circle([Range(1, 10)] int Radius) : Shape;

public sealed record Square(int Side) : Shape;
