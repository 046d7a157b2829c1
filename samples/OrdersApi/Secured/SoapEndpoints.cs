using System.Xml.Linq;
using ApiSecurity.Authorization;
using OrdersApi.Data;

namespace OrdersApi.Secured;

public static class SoapEndpoints
{
    public static void MapSoap(this IEndpointRouteBuilder app) =>
        // What gets here is one sound message of the two, and the one that SOAPAction names.
        app.MapPost("/soap", async (HttpRequest request, ObjectAuthorizer auth, ShopDb db, CancellationToken cancellationToken) =>
        {
            var body = SoapMessage.Of(await XDocument.LoadAsync(request.Body, LoadOptions.None, cancellationToken));
            var operation = body.Name.LocalName == "cancelOrder" ? Operation.Delete : Operation.Read;
            if (await auth.FindAsync<Order>(SoapMessage.Id(body), operation, cancellationToken) is not { } order)
            {
                return Results.NotFound();
            }

            if (operation == Operation.Delete)
            {
                order.Status = OrderStatus.Cancelled;
                await db.SaveChangesAsync(cancellationToken);
            }

            return Results.Content(SoapMessage.Write(order, SoapMessage.Reference(body)), "text/xml; charset=utf-8");
        })
        .WithXmlSchema("Schemas/orders.xsd")
        .WithSoapOperation(SoapMessage.GetAction, SoapMessage.Namespace, "getOrder")
        .WithSoapOperation(SoapMessage.CancelAction, SoapMessage.Namespace, "cancelOrder");
}
