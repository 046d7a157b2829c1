using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>Money that was given back, as callers see it.</summary>
public sealed record RefundView(Guid Id, Guid OrderId, decimal Amount, string Reason, string ApprovedBy, DateTime At)
{
    public static RefundView Of(Refund refund)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return new(refund.Id, refund.OrderId, refund.Amount, refund.Reason, refund.ApprovedBy, refund.At);
    }
}
