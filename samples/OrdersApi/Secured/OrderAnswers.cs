using OrdersApi.Data;

namespace OrdersApi.Secured;

public sealed record OrderCount(int Orders);

public sealed record OrderState(Guid Id, OrderStatus Status);

public sealed record OrderComparison(OrderView Left, OrderView Right);

public sealed record Claim(Guid OrderId, decimal Total, string Text);
