namespace OrdersApi.Data;

/// <summary>The folder of texts that customers may read.</summary>
public sealed class Documents
{
    public string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Documents");
}
