using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ApiSecurity.Analyzers.Tests;

/// <summary>What a code fix writes compiles, and gives no alarm any more.</summary>
public sealed class CodeFixTests
{
    [Theory]
    [InlineData(
        """app.MapGet("/", (ShopDb db, string note) => db.Orders.FromSqlRaw($"SELECT * FROM Orders WHERE Note = '{note}' AND Total > 1").Count());""",
        """app.MapGet("/", (ShopDb db, string note) => db.Orders.FromSql($"SELECT * FROM Orders WHERE Note = {note} AND Total > 1").Count());""")]
    [InlineData(
        """app.MapGet("/", (ShopDb db, string note) => db.Database.ExecuteSqlRawAsync($"UPDATE Orders SET Note = {note}, Status = '{note}'"));""",
        """app.MapGet("/", (ShopDb db, string note) => db.Database.ExecuteSqlAsync($"UPDATE Orders SET Note = {note}, Status = {note}"));""")]
    [InlineData(
        """app.MapGet("/{id}", async (ShopDb db, Guid id) => (await db.Orders.AsNoTracking().FirstAsync(o => o.Id == id)).Note);""",
        """app.MapGet("/{id}", async (ShopDb db, ApiSecurity.Authorization.ObjectAuthorizer objects, Guid id) => (await objects.Filter(db.Orders).AsNoTracking().FirstAsync(o => o.Id == id)).Note);""")]
    [InlineData(
        """app.MapDelete("/{id}", (ShopDb db, Guid id) => db.Orders.Where(o => o.Id == id).ExecuteDelete());""",
        """app.MapDelete("/{id}", (ShopDb db, ApiSecurity.Authorization.ObjectAuthorizer objects, Guid id) => objects.Filter(db.Orders, ApiSecurity.Authorization.Operation.Delete).Where(o => o.Id == id).ExecuteDelete());""")]
    [InlineData(
        """app.MapGet("/", (string to) => Results.Redirect(to));""",
        """app.MapGet("/", (string to) => Results.LocalRedirect(to));""")]
    [InlineData(
        """app.MapGet("/", (string to) => Results.Redirect(url: to, permanent: true));""",
        """app.MapGet("/", (string to) => Results.LocalRedirect(to, permanent: true));""")]
    [InlineData(
        """app.MapGet("/", () => "a").RequireAuthorization().AllowAnonymous();""",
        """app.MapGet("/", () => "a").RequireAuthorization();""")]
    [InlineData(
        """app.MapGet("/", () => "a").RequireAuthorization().AsPublicEndpoint("why");""",
        """app.MapGet("/", () => "a").RequireAuthorization();""")]
    [InlineData(
        """var a = System.Text.RegularExpressions.Regex.IsMatch(args[0], "^(a+)+$");""",
        """var a = System.Text.RegularExpressions.Regex.IsMatch(args[0], "^(a+)+$", System.Text.RegularExpressions.RegexOptions.NonBacktracking);""")]
    [InlineData(
        """var a = new System.Text.RegularExpressions.Regex("^(a+)+$", System.Text.RegularExpressions.RegexOptions.IgnoreCase);""",
        """var a = new System.Text.RegularExpressions.Regex("^(a+)+$", System.Text.RegularExpressions.RegexOptions.IgnoreCase | System.Text.RegularExpressions.RegexOptions.NonBacktracking);""")]
    public async Task Writes(string before, string after)
    {
        var (text, actions) = await FixAsync(before);

        Assert.True(actions.Count == 1, $"{actions.Count} fixes are offered, in place of one.");
        Assert.Contains(after, text, StringComparison.Ordinal);
        await Code.ExpectAsync(text);
    }

    [Theory]
    [InlineData("""app.MapGet("/", (ShopDb db, string note) => db.Orders.FromSqlRaw($"SELECT * FROM Orders WHERE Note LIKE '%{note}%'").Count());""")]
    [InlineData("""app.MapGet("/", (ShopDb db, string table) => db.Orders.FromSqlRaw($"SELECT * FROM {table}").Count());""")]
    [InlineData("""app.MapGet("/", (ShopDb db, string note) => db.Orders.FromSqlRaw($"SELECT * FROM Orders WHERE Note = '{note}' AND Total > {0}", 1).Count());""")]
    [InlineData("""app.MapGet("/", (HttpContext context) => context.Response.Redirect(context.Request.Query["to"].ToString()));""")]
    [InlineData("""app.MapGet("/{id}", (ShopDb db, Guid id) => db.Orders.Find(id) is null);""")]
    [InlineData("""app.MapGet("/{id}", Handlers.Get); public static class Handlers { public static string? Get(ShopDb db, Guid id) => db.Orders.First(o => o.Id == id).Note; }""")]
    [InlineData("""var a = new System.Text.RegularExpressions.Regex("^(?=a)(a+)+$");""")]
    [InlineData("""var a = new System.Text.RegularExpressions.Regex("^(a+)+$", System.Text.RegularExpressions.RegexOptions.RightToLeft);""")]
    public async Task Offers_nothing_where_the_answer_is_not_the_same(string code) => Assert.Empty((await FixAsync(code)).Actions);

    private static async Task<(string Text, List<CodeAction> Actions)> FixAsync(string code)
    {
        var compilation = Code.Compilation([("Program.cs", Code.Frame("using Microsoft.EntityFrameworkCore;\n" + code)), .. Code.Domain]);
        var alarm = Assert.Single(await Code.AlarmsAsync(compilation), alarm => alarm.Location.SourceTree?.FilePath == "Program.cs" && alarm.Severity == DiagnosticSeverity.Warning);

        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Analysed", "Analysed", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: compilation.SyntaxTrees[0].Options, metadataReferences: compilation.References));
        Document? program = null;
        foreach (var tree in compilation.SyntaxTrees)
        {
            var document = project.AddDocument(tree.FilePath, await tree.GetTextAsync(TestContext.Current.CancellationToken));
            project = document.Project;
            program ??= document;
        }

        var actions = new List<CodeAction>();
        program = project.GetDocument(program!.Id)!;
        foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(alarm.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(program, alarm, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        }

        if (actions.Count == 0)
        {
            return ("", actions);
        }

        var operations = await actions[0].GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.GetDocument(program.Id)!;
        return ((await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString(), actions);
    }

    private static readonly CodeFixProvider[] Providers =
    [
        .. typeof(SqlParameterCodeFix).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];
}
