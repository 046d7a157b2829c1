using System.ComponentModel.DataAnnotations;

namespace OrdersApi.Secured;

// What clients may say: no owner, no status, no price, no margin. What is not in here is refused, not ignored.

public sealed record NewOrder(
    [property: MinLength(1), MaxLength(100)] IReadOnlyList<NewOrderLine> Lines,
    [property: StringLength(200)] string? Note = null);

public sealed record NewOrderLine([property: StringLength(40)] string Sku, [property: Range(1, 100)] int Quantity);

public sealed record OrderChange([property: StringLength(200)] string? Note);

public sealed record NewRefund([property: Range(0.01, 10_000)] decimal Amount, [property: StringLength(200, MinimumLength = 3)] string Reason);

public sealed record NewImport(Uri Url);
