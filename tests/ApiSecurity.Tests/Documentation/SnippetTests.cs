using Markdig;
using Markdig.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ApiSecurity.Tests.Documentation;

/// <summary>
/// Compiles every C# block of README and docs. A block with <c>WebApplication.CreateBuilder</c> is a whole program; any other is put
/// into one that has <c>builder</c> and <c>app</c>. A block that is not C# of ours is marked <c>```text</c>.
/// </summary>
public sealed class SnippetTests
{
    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    public static TheoryData<string, int> Snippets()
    {
        var data = new TheoryData<string, int>();
        foreach (var file in Files())
        {
            foreach (var block in Blocks(file))
            {
                data.Add(Path.GetRelativePath(Repository.Root, file), block.Line + 1);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Compiles(string file, int line)
    {
        var block = Blocks(Repository.PathOf(file)).Single(block => block.Line + 1 == line);
        var errors = Compile(block.Lines.ToString())
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString());

        Assert.True(!errors.Any(), $"{file}:{line} does not compile:\n{string.Join('\n', errors)}");
    }

    [Fact]
    public void A_snippet_that_is_wrong_is_found()
    {
        Assert.Contains(Compile("builder.Services.AddApiSecurityX();"), diagnostic => diagnostic.Id == "CS1061");
    }

    private static IEnumerable<Diagnostic> Compile(string code)
    {
        var program = code.Contains("WebApplication.CreateBuilder", StringComparison.Ordinal) ? code : Frame(code);
        var tree = CSharpSyntaxTree.ParseText(
            ImplicitUsings.Web + program, new CSharpParseOptions(LanguageVersion.Latest), cancellationToken: TestContext.Current.CancellationToken);
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("Snippet", [tree, DomainTree], References.Value, options)
            .GetDiagnostics(TestContext.Current.CancellationToken);
    }

    private static string Frame(string code)
    {
        var lines = code.Split('\n');
        var usings = lines.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) || line.Trim().Length == 0).ToArray();
        var rest = string.Join('\n', lines.Skip(usings.Length));
        var types = FirstTypeDeclaration(rest);
        return $$"""
            {{string.Join('\n', usings)}}
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            {{rest[..types]}}
            {{rest[types..]}}
            """;
    }

    /// <summary>Statements go before types in a program; a block that is only a type stays where it is.</summary>
    private static int FirstTypeDeclaration(string code) =>
        CSharpSyntaxTree.ParseText(code).GetRoot().ChildNodes()
            .Where(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.BaseTypeDeclarationSyntax)
            .Select(node => node.FullSpan.Start)
            .DefaultIfEmpty(code.Length)
            .First();

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("src"), "README.md", SearchOption.AllDirectories))
            .Append(Repository.PathOf("README.md"))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<FencedCodeBlock> Blocks(string file) =>
        Markdown.Parse(File.ReadAllText(file)).Descendants<FencedCodeBlock>().Where(block => block.Info is "csharp" or "cs" or "c#");

    /// <summary>The little shop that the documentation talks of, so that its blocks need not repeat it.</summary>
    private static readonly SyntaxTree DomainTree = CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.PathOf("tests", "ApiSecurity.Tests", "Documentation", "Domain.cs.txt")));
}
