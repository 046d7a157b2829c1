using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>A customer as callers see it: what the shop adds to the entity later does not show by itself.</summary>
public sealed record CustomerView(Guid Id, string Subject, string Name, string Email, decimal CreditLimit)
{
    public static CustomerView Of(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return new(customer.Id, customer.Subject, customer.Name, customer.Email, customer.CreditLimit);
    }
}
