using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Mvc;
using OrdersApi.Data;

namespace OrdersApi.Secured;

[ApiController]
[Route("admin/reports")]
[RequirePermission("admin.reports")]
public sealed class AdminReportsController(ShopDb db, Caller caller) : ControllerBase
{
    [HttpGet("revenue")]
    public async Task<IEnumerable<Revenue>> Revenue() => await Reports.RevenueAsync(db.Orders.Where(o => o.TenantId == caller.Tenant));
}
