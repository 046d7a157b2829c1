using System.Linq.Expressions;
using ApiSecurity.Authorization;
using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>Customers see themselves; support and finance see the customers of their shop.</summary>
public sealed class CustomerPolicy(ShopDb db) : ObjectPolicy<Customer, Guid>
{
    protected override IQueryable<Customer> Source => db.Customers;

    protected override Expression<Func<Customer, bool>> HasId(Guid id) => c => c.Id == id;

    protected override Expression<Func<Customer, bool>> Boundary(Caller caller) => c => c.TenantId == caller.Tenant;

    protected override Expression<Func<Customer, bool>> Allow(Caller caller, Operation operation) => operation switch
    {
        Operation.Read => caller.Can("orders.read.all") ? c => true : c => c.Subject == caller.Subject,
        _ => c => false,
    };
}
