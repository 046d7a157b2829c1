using System.ComponentModel.DataAnnotations;
using ApiSecurity.Validation;
using Microsoft.AspNetCore.JsonPatch;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Validation;

[ApiController]
public sealed class ValidatedController : ControllerBase
{
    [HttpPost("mvc/orders")]
    public string Post(Purchase order) => $"bound {order.Customer}";

    [HttpPost("mvc/labelled")]
    public string PostLabelled(Labelled body) => $"bound {body.Name}";

    [HttpPost("mvc/open")]
    [DisableRequestValidation("a partner sends more than we know")]
    public string PostOpen(Purchase order) => $"bound {order.Customer}";

    [HttpPatch("mvc/orders")]
    public string Patch(JsonPatchDocument<Purchase> patch)
    {
        var order = new Purchase { Customer = "Ann" };
        patch.ApplyTo(order);
        return $"bound {order.Customer}";
    }

    [HttpPost("mvc/raw")]
    public async Task<string> PostRaw() => $"bound {await new StreamReader(Request.Body).ReadToEndAsync()}";

    [HttpGet("mvc/orders")]
    public string Get([FromQuery] Purchase order) => $"bound {order.Customer}";
}

/// <summary>Without <c>[ApiController]</c> a parameter may be bound from several places.</summary>
public sealed class SpreadController : Controller
{
    [HttpPost("spread/{id}")]
    public string Post(Spread request) => $"bound {request.Id} {request.Order?.Customer}";
}

public sealed class BoundPropertyController : Controller
{
    [FromBody]
    public Purchase? Bound { get; set; }

    [HttpPost("property")]
    public string Post() => $"bound {Bound?.Customer}";
}

public sealed class Spread
{
    [FromRoute]
    public int Id { get; set; }

    [FromBody]
    public Purchase? Order { get; set; }
}

public sealed class Purchase
{
    [Required]
    public string Customer { get; set; } = "";

    [StringLength(20, MinimumLength = 2, ErrorMessage = "From {2} to {1} characters.")]
    public string? Note { get; set; }

    [EmailAddress]
    public string? Email { get; set; }

    [Range(1, 5)]
    public int Priority { get; set; } = 1;

    [MaxLength(2)]
    public List<PurchaseLine>? Lines { get; set; }
}

public sealed class PurchaseLine
{
    [Range(1, 100)]
    public int Quantity { get; set; }

    [Display(Name = "article number")]
    [RegularExpression("[A-Z]+")]
    public string? Sku { get; set; }
}
