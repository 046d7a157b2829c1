namespace OrdersApi.Data;

/// <summary>What the shops sell, and for how much.</summary>
public static class Catalogue
{
    public static IReadOnlyDictionary<string, decimal> Prices { get; } = new Dictionary<string, decimal>
    {
        ["tea-earl-grey"] = 7.90m,
        ["tea-sencha"] = 9.50m,
        ["pot-cast-iron"] = 64.00m,
        ["cup-porcelain"] = 12.80m,
        ["kettle-steel"] = 48.00m,
        ["honey-acacia"] = 6.40m,
        ["biscuit-oat"] = 3.20m,
    };
}
