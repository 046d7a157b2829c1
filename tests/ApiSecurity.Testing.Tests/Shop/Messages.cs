using System.ComponentModel.DataAnnotations;
using ApiSecurity.Authorization;

namespace ApiSecurity.Testing.Tests.Shop;

public sealed record OrderView(Guid Id, string OwnerId, string Status, string? Note)
{
    public static OrderView Of(Order order) => new(order.Id, order.OwnerId, order.Status, order.Note);
}

public sealed record LineView(int Id, string Sku)
{
    public static LineView Of(Line line) => new(line.Id, line.Sku);
}

public sealed record CustomerView(Guid Id, string Subject, string Email)
{
    public static CustomerView Of(Customer customer) => new(customer.Id, customer.Subject, customer.Email);
}

public sealed record Change([property: StringLength(40)] string? Note);

public sealed record CopyOf([property: ObjectReference<Order>] Guid OrderId);

public sealed record BareCopyOf(Guid OrderId);

public sealed record Several([property: ObjectReference<Order>(Operation.Update)][property: MaxLength(20)] IReadOnlyList<Guid> Ids);

public sealed record BareSeveral(IReadOnlyList<Guid> Ids);

public sealed record Refunds([property: MaxLength(20)] IReadOnlyList<RefundOf> Items);

public sealed record RefundOf([property: ObjectReference<Order>(Operation.Update)] Guid OrderId, [property: Range(1, 100)] int Amount);

public sealed record BareRefunds(IReadOnlyList<BareRefundOf> Items);

public sealed record BareRefundOf(Guid OrderId, int Amount);

public sealed record Import(Uri Url);

public sealed record Settings([property: StringLength(10)] string? Language);

public sealed class LooseSettings
{
    public string? Language { get; set; }

    public string? Role { get; set; }
}

public sealed class Card
{
    public string Name { get; set; } = "Card";

    [Sensitive]
    public string Number { get; set; } = "4111";
}

public sealed record LooseOrder(string? Note, string? OwnerId);

public sealed record Feedback([property: StringLength(200)] string Text);

public sealed record Price([property: StringLength(20)] string Sku, [property: Range(0, 1000)] decimal Amount);
