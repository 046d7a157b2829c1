namespace ApiSecurity.Tests;

/// <summary>Finds files of the repository, and the third-party test data beside it.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A file of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ApiSecurity.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository: ApiSecurity.sln is in no folder above them.");
    }
}
