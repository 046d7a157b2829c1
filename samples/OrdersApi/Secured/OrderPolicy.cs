using System.Linq.Expressions;
using ApiSecurity.Authorization;
using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>Whose orders a caller may see and change.</summary>
public static class OrderPolicy
{
    public static IQueryable<Order> Visible(this IQueryable<Order> orders, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return orders.Where(o => o.TenantId == caller.Tenant).Where(Read(caller));
    }

    public static IQueryable<Order> Changeable(this IQueryable<Order> orders, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return orders.Where(o => o.TenantId == caller.Tenant && o.OwnerId == caller.Subject && o.Status == OrderStatus.Open);
    }

    private static Expression<Func<Order, bool>> Read(Caller caller) =>
        caller.Can("orders.read.all") ? o => true : o => o.OwnerId == caller.Subject;
}
