using System.Linq.Expressions;
using ApiSecurity.Authorization;

namespace ApiSecurity.Testing.Tests.Shop;

public sealed class OrderPolicy(Store store) : ObjectPolicy<Order, Guid>
{
    protected override IQueryable<Order> Source => store.Orders;

    protected override Expression<Func<Order, bool>> HasId(Guid id) => o => o.Id == id;

    protected override Expression<Func<Order, bool>> Boundary(Caller caller) => o => o.TenantId == caller.Tenant;

    protected override Expression<Func<Order, bool>> Allow(Caller caller, Operation operation) =>
        caller.Can("orders.all") && operation == Operation.Read ? o => true : o => o.OwnerId == caller.Subject;
}

public sealed class LinePolicy(Store store) : ObjectPolicy<Line, int>, IBelongsTo<Line, Order>
{
    public Expression<Func<Line, bool>> BelongsTo(Order parent) => l => l.OrderId == parent.Id;

    protected override IQueryable<Line> Source => store.Lines;

    protected override Expression<Func<Line, bool>> HasId(int id) => l => l.Id == id;

    protected override Expression<Func<Line, bool>> Boundary(Caller caller) => l => l.TenantId == caller.Tenant;

    protected override Expression<Func<Line, bool>> Allow(Caller caller, Operation operation) => l => true;
}

public sealed class CustomerPolicy(Store store) : ObjectPolicy<Customer, Guid>
{
    protected override IQueryable<Customer> Source => store.Customers;

    protected override Expression<Func<Customer, bool>> HasId(Guid id) => c => c.Id == id;

    protected override Expression<Func<Customer, bool>> Boundary(Caller caller) => c => c.TenantId == caller.Tenant;

    protected override Expression<Func<Customer, bool>> Allow(Caller caller, Operation operation) => c => c.Subject == caller.Subject;
}
