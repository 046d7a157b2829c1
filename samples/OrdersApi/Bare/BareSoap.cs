using System.Xml;
using System.Xml.Linq;
using OrdersApi.Data;

namespace OrdersApi.Bare;

/// <summary>The old interface, "which only the warehouse uses".</summary>
public static class BareSoap
{
    public static void MapBareSoap(this IEndpointRouteBuilder app) => app.MapPost("/soap", async (HttpRequest request, ShopDb db, System.Security.Claims.ClaimsPrincipal user) =>
    {
        using var text = new StringReader(await new StreamReader(request.Body).ReadToEndAsync());
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, XmlResolver = new XmlUrlResolver() };    // "their documents have a DTD"
        using var reader = XmlReader.Create(text, settings);
        var body = SoapMessage.Of(XDocument.Load(reader));

        // Who may is asked of the header, what is done of the body.
        if (request.Headers["SOAPAction"].ToString().Contains(SoapMessage.CancelAction, StringComparison.Ordinal) && !user.HasClaim(claim => claim.Value == "orders.refund"))
        {
            return Results.StatusCode(403);
        }

        if (await db.Orders.FindAsync(SoapMessage.Id(body)) is not { } order)
        {
            return Results.NotFound();
        }

        if (body.Name.LocalName == "cancelOrder")
        {
            order.Status = OrderStatus.Cancelled;
            await db.SaveChangesAsync();
        }

        return Results.Content(SoapMessage.Write(order, SoapMessage.Reference(body)), "text/xml; charset=utf-8");
    }).RequireAuthorization();
}
