namespace OrdersApi.Data;

public sealed class Refund
{
    public Guid Id { get; set; }

    public Guid OrderId { get; set; }

    public string TenantId { get; set; } = "";

    public decimal Amount { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>The <c>sub</c> of who gave the money back.</summary>
    public string ApprovedBy { get; set; } = "";

    public DateTime At { get; set; }
}
