using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Mvc;
using OrdersApi.Data;

namespace OrdersApi.Secured;

[ApiController]
[Route("admin/reports")]
[RequirePermission("admin.reports")]
public sealed class AdminReportsController(ShopDb db, ObjectAuthorizer auth) : ControllerBase
{
    [HttpGet("revenue")]
    public async Task<IEnumerable<Revenue>> Revenue() => await Reports.RevenueAsync(auth.Filter(db.Orders));
}
