namespace OrdersApi.Data;

/// <summary>What a partner's shop gives at the URL of an import: one order a line, <c>sku;quantity</c>.</summary>
public static class ImportedOrders
{
    public static IEnumerable<OrderLine> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var row in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cells = row.Split(';');
            if (cells.Length == 2 && Catalogue.Prices.TryGetValue(cells[0], out var price) && int.TryParse(cells[1], out var quantity))
            {
                yield return new OrderLine { Sku = cells[0], Quantity = quantity, UnitPrice = price };
            }
        }
    }
}
