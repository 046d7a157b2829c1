using System.Collections.Immutable;
using ApiSecurity.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ApiSecurity.Analyzers.Tests;

/// <summary>Compiles code against the running framework, and asks all analyzers about it.</summary>
internal static class Code
{
    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(RequestFlowAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("ApiSecurity.Analyzers", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("xunit", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview);

    /// <summary>
    /// Expects an alarm at each line that ends with <c>// APISEC…</c>, and none at any other. Code without <c>CreateBuilder</c> is put into a
    /// program that has <c>builder</c> and <c>app</c>.
    /// </summary>
    public static async Task ExpectAsync(string code, string? only = null, string? domain = null)
    {
        var program = Frame(code);
        var expected = Marks(program);
        var found = (await AlarmsAsync(Compilation([("Program.cs", program), ("Domain.cs", domain ?? DomainText)])))
            .Where(alarm => only is null || alarm.Id == only)
            .Where(alarm => alarm.Location.SourceTree?.FilePath == "Program.cs")
            .Select(alarm => (Line: alarm.Location.GetLineSpan().StartLinePosition.Line + 1, alarm.Id))
            .Distinct()
            .Order()
            .ToList();

        Assert.True(expected.SequenceEqual(found), $"""
            Not told: {string.Join(", ", expected.Except(found))}
            False:    {string.Join(", ", found.Except(expected))}

            {string.Join('\n', program.Split('\n').Select((line, index) => $"{index + 1,4} {line}"))}
            """);
    }

    /// <param name="compilation">The code, which has to compile.</param>
    /// <param name="expectedErrors">Errors that it may have all the same.</param>
    public static async Task<IReadOnlyList<Diagnostic>> AlarmsAsync(Compilation compilation, params string[] expectedErrors)
    {
        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !expectedErrors.Contains(diagnostic.Id))
            .Take(20)
            .ToList();
        Assert.True(errors.Count == 0, $"The code does not compile:\n{string.Join('\n', errors)}");

        return await RunAsync(compilation);
    }

    /// <summary>The alarms of code that need not compile: what stands in an editor while somebody types.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> RunAsync(Compilation compilation)
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (exception, analyzer, _) => failures.Add($"{analyzer}: {exception}"), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var alarms = await new CompilationWithAnalyzers(compilation, Analyzers, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        return [.. alarms.Where(alarm => !alarm.IsSuppressed).OrderBy(alarm => alarm.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(alarm => alarm.Location.SourceSpan).ThenBy(alarm => alarm.Id, StringComparer.Ordinal)];
    }

    public static CSharpCompilation Compilation(IEnumerable<(string Path, string Text)> files, OutputKind kind = OutputKind.ConsoleApplication, bool withLibrary = true) => CSharpCompilation.Create(
        "Analysed",
        files.Append(("Usings.cs", ImplicitUsings.Web)).Select(file => CSharpSyntaxTree.ParseText(file.Item2, Parsing, file.Item1, System.Text.Encoding.UTF8)),
        withLibrary ? References.Value : References.Value.Where(reference => !Path.GetFileName(reference.Display!).StartsWith("ApiSecurity", StringComparison.Ordinal)),
        new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    /// <summary>The shop of the docs, with its database.</summary>
    public static IEnumerable<(string Path, string Text)> Domain => [("Domain.cs", DomainText)];

    public static string Frame(string code)
    {
        if (code.Contains("CreateBuilder", StringComparison.Ordinal) || code.Contains("namespace ", StringComparison.Ordinal))
        {
            return code;
        }

        var lines = code.Split('\n');
        var usings = lines.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) || line.Trim().Length == 0).ToArray();
        var rest = string.Join('\n', lines.Skip(usings.Length));
        var types = CSharpSyntaxTree.ParseText(rest, Parsing).GetRoot().ChildNodes()
            .Where(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.BaseTypeDeclarationSyntax)
            .Select(node => node.FullSpan.Start)
            .DefaultIfEmpty(rest.Length)
            .First();
        return $"""
            {string.Join('\n', usings)}
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            {(rest.Contains("UseApiSecurity", StringComparison.Ordinal) ? "" : "app.UseApiSecurity();")}
            {rest[..types]}
            app.Run();
            {rest[types..]}
            """;
    }

    private static List<(int Line, string Id)> Marks(string code) =>
    [
        .. code.Split('\n')
            .SelectMany((line, index) => line.LastIndexOf("// APISEC", StringComparison.Ordinal) is >= 0 and var at
                ? line[(at + 3)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeWhile(word => word.StartsWith("APISEC", StringComparison.Ordinal)).Select(id => (index + 1, id.Trim()))
                : [])
            .Order(),
    ];

    private static readonly string DomainText = File.ReadAllText(Repository.PathOf("tests", "ApiSecurity.Analyzers.Tests", "Domain.cs.txt"));
}
