using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore;
using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>Who may do what with which orders: the one place that says so.</summary>
public sealed class OrderPolicy(ShopDb db) : ObjectPolicy<Order, Guid>, IBelongsTo<Order, Customer>
{
    /// <summary>Giving money back for an order.</summary>
    public const Operation Refund = (Operation)100;

    /// <summary>They follow from the caller alone.</summary>
    protected override bool KeepsRules => true;

    protected override IQueryable<Order> Source => db.Orders.Include(o => o.Lines);

    protected override Expression<Func<Order, bool>> HasId(Guid id) => o => o.Id == id;

    public Expression<Func<Order, bool>> BelongsTo(Customer parent) => o => o.TenantId == parent.TenantId && o.OwnerId == parent.Subject;

    protected override Expression<Func<Order, bool>> Boundary(Caller caller) => o => o.TenantId == caller.Tenant;

    protected override Expression<Func<Order, bool>> Allow(Caller caller, Operation operation) => operation switch
    {
        Operation.Read => caller.Can("orders.read.all") ? o => true : o => o.OwnerId == caller.Subject,
        Operation.Create => o => o.OwnerId == caller.Subject,
        Operation.Update when caller.Can("orders.margin") => Named("still open", o => o.Status == OrderStatus.Open),
        Operation.Update or Operation.Delete => AllOf(Named("owner", o => o.OwnerId == caller.Subject), Named("still open", o => o.Status == OrderStatus.Open)),
        Refund => caller.Can("orders.refund") ? o => o.Status != OrderStatus.Cancelled : o => false,
        _ => o => false,
    };
}
