using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>An order as customers see it: without what the shop earns.</summary>
public sealed record OrderView(Guid Id, string OwnerId, OrderStatus Status, DateTime PlacedAt, decimal Total, string? Note, IReadOnlyList<OrderLine> Lines)
{
    public static OrderView Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new(order.Id, order.OwnerId, order.Status, order.PlacedAt, order.Total, order.Note, order.Lines);
    }
}
