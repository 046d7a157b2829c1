using Microsoft.AspNetCore.Mvc;
using OrdersApi.Data;

namespace OrdersApi.Bare;

[ApiController]
[Route("admin/reports")]
public sealed class AdminReportsController(ShopDb db) : ControllerBase
{
    [Route("revenue")]      // any verb: [HttpGet] was forgotten
    public async Task<IEnumerable<Revenue>> Revenue() => await Reports.RevenueAsync(db.Orders);
}
