using System.Globalization;

namespace OrdersApi.Data;

/// <summary>An invoice as text. It has a bug, the same in both APIs: a culture that .NET does not know throws.</summary>
public static class Invoice
{
    public static string Render(Order order, string? culture)
    {
        ArgumentNullException.ThrowIfNull(order);
        var format = CultureInfo.GetCultureInfo(culture ?? "en-GB", predefinedOnly: true);
        return $"Invoice {order.Id:N}\n{order.PlacedAt.ToString("D", format)}\nTotal {order.Total.ToString("N2", format)}\n";
    }
}
