using System.Text.RegularExpressions;

namespace ApiSecurity.Tests.Architecture;

/// <summary>Holds the arrows: a room uses Pipeline and the framework, the root uses all rooms, and no room uses another.</summary>
public sealed partial class RoomTests
{
    private const string Root = "ApiSecurity";

    /// <summary>Rooms that read what others declare as endpoint metadata.</summary>
    private static readonly string[] Readers = ["Posture", "Versioning"];

    [Fact]
    public void No_room_uses_another()
    {
        var source = Repository.PathOf("src", Root);
        var rooms = Rooms(source);
        var arrows =
            from room in rooms
            where room != "Pipeline" && !Readers.Contains(room)
            from file in Directory.EnumerateFiles(Path.Combine(source, room), "*.cs", SearchOption.AllDirectories)
            from Match match in RoomReference().Matches(File.ReadAllText(file))
            let target = match.Groups["room"].Value
            where rooms.Contains(target) && target != room && target != "Pipeline"
            select $"{Path.GetRelativePath(source, file)} uses {target}";

        Assert.Empty(arrows.Distinct());
    }

    [Fact]
    public void Pipeline_uses_no_room()
    {
        var source = Repository.PathOf("src", Root);
        var rooms = Rooms(source);
        var arrows =
            from file in Directory.EnumerateFiles(Path.Combine(source, "Pipeline"), "*.cs", SearchOption.AllDirectories)
            from Match match in RoomReference().Matches(File.ReadAllText(file))
            let target = match.Groups["room"].Value
            where rooms.Contains(target) && target != "Pipeline"
            select $"{Path.GetRelativePath(source, file)} uses {target}";

        Assert.Empty(arrows.Distinct());
    }

    [Fact]
    public void Types_live_in_the_namespace_of_their_room_or_in_the_frameworks()
    {
        var rooms = Rooms(Repository.PathOf("src", Root));
        var strays =
            from type in typeof(ApiSecurityOptions).Assembly.GetTypes()
            let ns = type.Namespace
            where ns is not null && !type.IsNested && !type.Name.Contains('<', StringComparison.Ordinal)
            where ns != Root && !rooms.Any(room => ns == $"{Root}.{room}")
            where !IsExtensionClass(type) && !ns.StartsWith("System.", StringComparison.Ordinal) && !ns.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            select type.FullName;

        Assert.Empty(strays);
    }

    [Fact]
    public void Public_types_that_are_not_abstract_are_sealed()
    {
        var open =
            from type in typeof(ApiSecurityOptions).Assembly.GetExportedTypes()
            where type.IsClass && !type.IsSealed && !type.IsAbstract
            select type.FullName;

        Assert.Empty(open);
    }

    [Fact]
    public void One_public_type_a_file()
    {
        var crowded =
            from file in Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            let count = PublicType().Count(File.ReadAllText(file))
            where count > 1
            select $"{Path.GetFileName(file)} has {count} public types";

        Assert.Empty(crowded);
    }

    private static string[] Rooms(string source) =>
        [.. Directory.EnumerateDirectories(source).Select(folder => Path.GetFileName(folder)!).Where(name => char.IsUpper(name[0]))];

    private static bool IsExtensionClass(Type type) =>
        type.IsAbstract && type.IsSealed && type.Name.EndsWith("Extensions", StringComparison.Ordinal)
        && type.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal);

    [GeneratedRegex(@"\bApiSecurity\.(?<room>[A-Z][A-Za-z]+)", RegexOptions.NonBacktracking)]
    private static partial Regex RoomReference();

    [GeneratedRegex(@"^public (sealed |static |abstract |partial |readonly |record )*(class|struct|interface|enum|record|delegate) ", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex PublicType();
}
