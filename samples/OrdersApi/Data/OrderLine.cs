using System.Text.Json.Serialization;

namespace OrdersApi.Data;

public sealed class OrderLine
{
    [JsonIgnore]
    public int Id { get; set; }

    [JsonIgnore]
    public Guid OrderId { get; set; }

    public string Sku { get; set; } = "";

    public int Quantity { get; set; }

    public decimal UnitPrice { get; set; }
}
