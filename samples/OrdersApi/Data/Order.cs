namespace OrdersApi.Data;

/// <summary>An order of one tenant's customer. Not everything in it is for the customer's eyes, and little of it for the customer's pen.</summary>
public sealed class Order
{
    public Guid Id { get; set; }

    /// <summary>The shop that sells: <c>north</c> or <c>south</c>.</summary>
    public string TenantId { get; set; } = "";

    /// <summary>The <c>sub</c> of the customer who ordered.</summary>
    public string OwnerId { get; set; } = "";

    public OrderStatus Status { get; set; }

    public DateTime PlacedAt { get; set; }

    public decimal Total { get; set; }

    public string? Note { get; set; }

    /// <summary>What the shop earns: for finance only.</summary>
    public decimal InternalMargin { get; set; }

    public List<OrderLine> Lines { get; set; } = [];
}
