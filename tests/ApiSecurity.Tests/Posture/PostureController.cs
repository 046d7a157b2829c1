using ApiSecurity.Authorization;
using ApiSecurity.Tests.Authorization.Objects;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Posture;

[ApiController]
[Route("mvc")]
public sealed class PostureController : ControllerBase
{
    [HttpPost("open")]
    [AllowAnonymous]
    public string Open() => "open";

    [HttpPost("public")]
    [PublicEndpoint("a test")]
    public string Public() => "public";

    [HttpGet("things/{thingId:guid}")]
    public string Thing(Guid thingId) => thingId.ToString();

    [HttpGet("orders/{id:int}")]
    [RequirePermission("orders.read")]
    public ActionResult<ShopOrder> Order(Authorized<ShopOrder> order) => order.Value;

    [HttpPut("orders")]
    [Authorize(Roles = "clerk")]
    [RequireScope("orders")]
    public void Replace([BindableEntity("a test")] ShopOrder order) => _ = order;
}
