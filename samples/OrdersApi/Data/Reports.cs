using Microsoft.EntityFrameworkCore;

namespace OrdersApi.Data;

public sealed record Revenue(string Tenant, OrderStatus Status, int Orders, decimal Total, decimal Margin);

public static class Reports
{
    public static async Task<IReadOnlyList<Revenue>> RevenueAsync(IQueryable<Order> orders) =>
        await orders.GroupBy(o => new { o.TenantId, o.Status })
            .Select(g => new Revenue(g.Key.TenantId, g.Key.Status, g.Count(), g.Sum(o => o.Total), g.Sum(o => o.InternalMargin)))
            .ToListAsync();
}
