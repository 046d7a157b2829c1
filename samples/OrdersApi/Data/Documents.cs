namespace OrdersApi.Data;

/// <summary>The folder of texts that customers may read.</summary>
public sealed class Documents
{
    public Documents(IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Root = Path.Combine(environment.ContentRootPath, "Documents");
        Names = Directory.EnumerateFiles(Root).Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal);
    }

    public string Root { get; }

    public IReadOnlySet<string> Names { get; }

    public string Read(string name) => File.ReadAllText(Path.Combine(Root, name));
}
