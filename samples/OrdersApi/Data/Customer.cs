namespace OrdersApi.Data;

public sealed class Customer
{
    public Guid Id { get; set; }

    public string TenantId { get; set; } = "";

    /// <summary>The <c>sub</c> of the customer's tokens.</summary>
    public string Subject { get; set; } = "";

    public string Name { get; set; } = "";

    public string Email { get; set; } = "";

    public decimal CreditLimit { get; set; }
}
