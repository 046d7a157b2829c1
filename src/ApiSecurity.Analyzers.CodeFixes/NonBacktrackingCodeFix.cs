using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace ApiSecurity.Analyzers;

/// <summary>Adds <c>RegexOptions.NonBacktracking</c>, whose time grows with the text alone, where the pattern allows it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class NonBacktrackingCodeFix : CodeFixProvider
{
    private const string Title = "Use RegexOptions.NonBacktracking";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RegexAnalyzer.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var alarm = context.Diagnostics[0];
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (alarm.Properties.ContainsKey(RegexAnalyzer.CanGoWithout)
            && root?.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<ArgumentSyntax>() is { Parent: ArgumentListSyntax list }
            && model is not null && Rewrite(list, model, context.CancellationToken) is { } newList)
        {
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(list, newList))), Title), alarm);
        }
    }

    private static ArgumentListSyntax? Rewrite(ArgumentListSyntax list, SemanticModel model, CancellationToken cancellation)
    {
        var option = SyntaxFactory.ParseExpression("System.Text.RegularExpressions.RegexOptions.NonBacktracking").WithAdditionalAnnotations(Simplifier.Annotation);
        foreach (var argument in list.Arguments)
        {
            if (model.GetOperation(argument, cancellation) is IArgumentOperation { Parameter.Name: "options" })
            {
                var both = SyntaxFactory.BinaryExpression(SyntaxKind.BitwiseOrExpression, argument.Expression.WithoutTrivia(), option)
                    .WithOperatorToken(SyntaxFactory.Token(SyntaxKind.BarToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space));
                return list.ReplaceNode(argument, argument.WithExpression(IsNone(argument, model, cancellation) ? option : both));
            }
        }

        // The options are the last argument wherever they are one.
        return list.Arguments.Any(argument => argument.NameColon is not null)
            ? null
            : list.WithArguments(SyntaxFactory.SeparatedList(
                list.Arguments.Add(SyntaxFactory.Argument(option)),
                list.Arguments.GetSeparators().Append(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))));
    }

    private static bool IsNone(ArgumentSyntax argument, SemanticModel model, CancellationToken cancellation) => model.GetConstantValue(argument.Expression, cancellation).Value is 0;
}
