using ApiSecurity.Tests;

namespace ApiSecurity.Analyzers.Tests;

/// <summary>Real code, as it is on the disk.</summary>
internal static class Source
{
    /// <summary>All C# files below folders of the repository, but for what builds make.</summary>
    public static IEnumerable<(string Path, string Text)> Of(params string[] folders) =>
        from folder in folders
        let root = Path.IsPathRooted(folder) ? folder : Repository.PathOf(folder.Split('/'))
        from file in File.Exists(root) ? [root] : Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        orderby file
        select (file, File.ReadAllText(file));
}
