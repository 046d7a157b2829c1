using System.Xml.Linq;

namespace OrdersApi.Data;

/// <summary>The messages of the shop's SOAP interface, which an old client of the warehouse still speaks.</summary>
public static class SoapMessage
{
    public const string GetAction = "urn:orders/GetOrder";
    public const string CancelAction = "urn:orders/CancelOrder";
    public const string Namespace = "urn:orders";

    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Orders = Namespace;

    /// <summary>The element in the body.</summary>
    public static XElement Of(XDocument message) => message.Root!.Element(Envelope + "Body")!.Elements().First();

    public static Guid Id(XElement body) => (Guid)body.Element(Orders + "id")!;

    public static string Write(Order order, string? reference = null) => new XDocument(new XElement(Envelope + "Envelope", new XElement(Envelope + "Body", new XElement(
        Orders + "order", new XElement(Orders + "id", order.Id), new XElement(Orders + "status", order.Status), new XElement(Orders + "total", order.Total), new XElement(Orders + "reference", reference))))).ToString();

    public static string? Reference(XElement body) => (string?)body.Element(Orders + "reference");
}
