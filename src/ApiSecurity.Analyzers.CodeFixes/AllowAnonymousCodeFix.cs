using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ApiSecurity.Analyzers;

/// <summary>Takes <c>AllowAnonymous</c> away where it stands beside what it takes away.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AllowAnonymousCodeFix : CodeFixProvider
{
    private const string Title = "Remove AllowAnonymous";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [AnonymousOverAuthorizeAnalyzer.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var node = root?.FindNode(context.Span, getInnermostNodeForTie: true);
        var fixedRoot = node?.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute && attribute.Name.ToString().IndexOf("AllowAnonymous", StringComparison.Ordinal) >= 0
            ? WithoutAttribute(root!, attribute)
            : node?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AllowAnonymous" or "AsPublicEndpoint" } access } call
                ? root!.ReplaceNode(call, access.Expression.WithTrailingTrivia(call.GetTrailingTrivia()))
                : null;
        if (fixedRoot is not null)
        {
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(fixedRoot)), Title), context.Diagnostics);
        }
    }

    private static SyntaxNode? WithoutAttribute(SyntaxNode root, AttributeSyntax attribute) =>
        attribute.Parent is AttributeListSyntax { Attributes.Count: 1 } list
            ? root.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)
            : root.RemoveNode(attribute, SyntaxRemoveOptions.KeepNoTrivia);
}
