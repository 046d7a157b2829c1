using ApiSecurity.Authorization;
using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>An order as clients see it. What the shop earns is absent unless finance asks.</summary>
public sealed record OrderView(
    Guid Id,
    string OwnerId,
    OrderStatus Status,
    DateTime PlacedAt,
    decimal Total,
    string? Note,
    [ReadableBy("orders.margin")] decimal InternalMargin,
    IReadOnlyList<OrderLine> Lines)
{
    public static OrderView Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new(order.Id, order.OwnerId, order.Status, order.PlacedAt, order.Total, order.Note, order.InternalMargin, order.Lines);
    }
}
