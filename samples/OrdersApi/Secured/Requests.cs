using System.ComponentModel.DataAnnotations;
using ApiSecurity.Authorization;
using OrdersApi.Data;

namespace OrdersApi.Secured;

// What clients may say: no owner, no status, no price. What is not in here is refused, not ignored.

public sealed record NewOrder(
    [property: MinLength(1), MaxLength(100)] IReadOnlyList<NewOrderLine> Lines,
    [property: StringLength(200)] string? Note = null);

public sealed record NewOrderLine([property: StringLength(40)] string Sku, [property: Range(1, 100)] int Quantity);

// The customer changes the note. Finance may set what the shop earns, and nobody else may even name it.
public sealed record OrderChange(
    [property: StringLength(200)] string? Note = null,
    [WritableBy("orders.margin")][property: Range(0, 1_000_000)] decimal? InternalMargin = null);

public sealed record NewRefund([property: Range(0.01, 10_000)] decimal Amount, [property: StringLength(200, MinimumLength = 3)] string Reason);

public sealed record NewImport(Uri Url);

public sealed record OrderIds([property: MinLength(1), MaxLength(100), ObjectReference<Order>] IReadOnlyList<Guid> Ids);

public sealed record NewClaim([property: ObjectReference<Order>] Guid OrderId, [property: StringLength(500, MinimumLength = 3)] string Text);

/// <summary>The whole of what a customer may say of an order; whom it may belong to, the policy says.</summary>
public sealed record OrderReplacement([property: StringLength(100)] string OwnerId, [property: StringLength(200)] string? Note);
