using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ApiSecurity.Analyzers;

/// <summary><c>FromSqlRaw($"… '{note}'")</c> becomes <c>FromSql($"… {note}")</c>, which makes a parameter of each hole.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SqlParameterCodeFix : CodeFixProvider
{
    private const string Title = "Make parameters of the values";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RawSqlAnalyzer.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is InterpolatedStringExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } text
            && call.ArgumentList.Arguments.Count == 1
            && call.Expression is MemberAccessExpressionSyntax { Name: { } name }
            && NewName(name.Identifier.ValueText) is { } newName
            && WithoutQuotes(text) is { } newText)
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(call, Rewrite(call, name, newName, text, newText)))), Title),
                context.Diagnostics);
        }
    }

    private static InvocationExpressionSyntax Rewrite(InvocationExpressionSyntax call, SimpleNameSyntax name, string newName, InterpolatedStringExpressionSyntax text, InterpolatedStringExpressionSyntax newText) =>
        call.ReplaceNodes(new SyntaxNode[] { name, text }, (node, _) => node == text ? newText : name.WithIdentifier(SyntaxFactory.Identifier(newName).WithTriviaFrom(name.Identifier)));

    private static string? NewName(string name) => name switch
    {
        "FromSqlRaw" => "FromSql",
        "ExecuteSqlRaw" => "ExecuteSql",
        "ExecuteSqlRawAsync" => "ExecuteSqlAsync",
        "SqlQueryRaw" => "SqlQuery",
        _ => null,
    };

    /// <summary>
    /// A parameter stands without quotes. Where more than a value is between them (<c>'%{note}%'</c>), or a hole stands for a name of the
    /// database, there is no such form: nothing is offered.
    /// </summary>
    private static InterpolatedStringExpressionSyntax? WithoutQuotes(InterpolatedStringExpressionSyntax text)
    {
        if (!text.StringStartToken.IsKind(SyntaxKind.InterpolatedStringStartToken) && !text.StringStartToken.IsKind(SyntaxKind.InterpolatedVerbatimStringStartToken))
        {
            return null;
        }

        var contents = text.Contents.ToArray();
        for (var i = 0; i < contents.Length; i++)
        {
            if (contents[i] is not InterpolationSyntax)
            {
                continue;
            }

            var before = i > 0 ? (contents[i - 1] as InterpolatedStringTextSyntax)?.TextToken.Text ?? "" : "";
            var after = i + 1 < contents.Length ? (contents[i + 1] as InterpolatedStringTextSyntax)?.TextToken.Text ?? "" : "";
            if (EndsWith(before, '\'') && StartsWith(after, '\''))
            {
                contents[i - 1] = Text(before.Substring(0, before.Length - 1));
                contents[i + 1] = Text(after.Substring(1));
            }
            else if (!IsValue(before))
            {
                return null;
            }
        }

        var result = text.WithContents(SyntaxFactory.List(contents.Where(content => content is not InterpolatedStringTextSyntax { TextToken.Text.Length: 0 })));
        return result.Contents.OfType<InterpolatedStringTextSyntax>().Any(part => part.TextToken.Text.Count(letter => letter == '\'') % 2 != 0) ? null : result;
    }

    /// <summary>Whether a value is to follow: after a comparison, a comma or a bracket, not after FROM or ORDER BY.</summary>
    private static bool IsValue(string before)
    {
        var trimmed = before.TrimEnd();
        return EndsWith(trimmed, '=') || EndsWith(trimmed, '<') || EndsWith(trimmed, '>') || EndsWith(trimmed, ',') || EndsWith(trimmed, '(')
            || trimmed.EndsWith(" LIKE", StringComparison.OrdinalIgnoreCase) || trimmed.EndsWith(" AND", StringComparison.OrdinalIgnoreCase)
            || trimmed.EndsWith(" BETWEEN", StringComparison.OrdinalIgnoreCase) || trimmed.EndsWith(" LIMIT", StringComparison.OrdinalIgnoreCase);
    }

    private static bool EndsWith(string text, char letter) => text.Length > 0 && text[text.Length - 1] == letter;

    private static bool StartsWith(string text, char letter) => text.Length > 0 && text[0] == letter;

    private static InterpolatedStringTextSyntax Text(string text) =>
        SyntaxFactory.InterpolatedStringText(SyntaxFactory.Token(default, SyntaxKind.InterpolatedStringTextToken, text, text, default));
}
