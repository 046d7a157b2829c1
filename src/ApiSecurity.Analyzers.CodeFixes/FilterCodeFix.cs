using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace ApiSecurity.Analyzers;

/// <summary>
/// <c>(ShopDb db, Guid id) =&gt; db.Orders.First(o =&gt; o.Id == id)</c> becomes <c>(ShopDb db, ObjectAuthorizer objects, Guid id) =&gt;
/// objects.Filter(db.Orders).First(o =&gt; o.Id == id)</c>: what the caller may not have is not there.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class FilterCodeFix : CodeFixProvider
{
    private const string Title = "Narrow the query with ObjectAuthorizer.Filter";
    private const string Space = "ApiSecurity.Authorization.";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ObjectByIdRule.Id];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax access } call
            // By a key alone there is no query to narrow.
            && access.Name.Identifier.ValueText is not ("Find" or "FindAsync")
            && Handler(call) is { } handler && model is not null && Set(access.Expression, model, context.CancellationToken) is { } set)
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(handler, Rewrite(handler, set, model, context.CancellationToken)))), Title),
                context.Diagnostics);
        }
    }

    /// <summary>The lambda that is mapped, which takes services as parameters; not one inside of it.</summary>
    private static ParenthesizedLambdaExpressionSyntax? Handler(SyntaxNode node) => node.Ancestors().OfType<ParenthesizedLambdaExpressionSyntax>()
        .FirstOrDefault(lambda => MapOf(lambda) is not null && lambda.ParameterList.Parameters.Count > 0 && lambda.ParameterList.Parameters.All(parameter => parameter.Type is not null));

    private static string? MapOf(ParenthesizedLambdaExpressionSyntax lambda) =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } name } } } && name.StartsWith("Map", StringComparison.Ordinal) ? name : null;

    /// <summary>Where the query begins: <c>db.Orders</c>.</summary>
    private static ExpressionSyntax? Set(ExpressionSyntax source, SemanticModel model, CancellationToken cancellation)
    {
        for (var current = source; ;)
        {
            if (model.GetTypeInfo(current, cancellation).Type is { Name: "DbSet" } type && type.IsBelow("Microsoft.EntityFrameworkCore"))
            {
                return current;
            }

            switch (current)
            {
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax inner }:
                    current = inner.Expression;
                    break;
                case ParenthesizedExpressionSyntax parenthesized:
                    current = parenthesized.Expression;
                    break;
                default:
                    return null;
            }
        }
    }

    private static ParenthesizedLambdaExpressionSyntax Rewrite(ParenthesizedLambdaExpressionSyntax handler, ExpressionSyntax set, SemanticModel model, CancellationToken cancellation)
    {
        var parameters = handler.ParameterList.Parameters;
        var authorizer = parameters.FirstOrDefault(parameter => model.GetTypeInfo(parameter.Type!, cancellation).Type is { Name: "ObjectAuthorizer" })?.Identifier.ValueText;
        var name = authorizer ?? Unused("objects", handler);

        var arguments = SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(set.WithoutTrivia()));
        if (OperationOf(handler) is { } operation)
        {
            arguments = SyntaxFactory.SeparatedList(
                arguments.Add(SyntaxFactory.Argument(Simplified(Space + "Operation." + operation))),
                [SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)]);
        }

        var filtered = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.IdentifierName(name), SyntaxFactory.IdentifierName("Filter")),
            SyntaxFactory.ArgumentList(arguments));
        var rewritten = handler.ReplaceNode(set, filtered.WithTriviaFrom(set));
        if (authorizer is not null)
        {
            return rewritten;
        }

        var added = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))
            .WithType(SyntaxFactory.ParseTypeName(Space + "ObjectAuthorizer").WithAdditionalAnnotations(Simplifier.Annotation).WithTrailingTrivia(SyntaxFactory.Space));
        var place = rewritten.ParameterList.Parameters[0].Default is null ? 1 : 0;
        var all = rewritten.ParameterList.Parameters.Insert(place, added);
        var separators = Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), all.Count - 1);
        return rewritten.WithParameterList(rewritten.ParameterList.WithParameters(SyntaxFactory.SeparatedList(all, separators)));
    }

    /// <summary>What the caller is about to do; <see langword="null"/> for reading, which is the default.</summary>
    private static string? OperationOf(ParenthesizedLambdaExpressionSyntax handler) => MapOf(handler) switch
    {
        "MapDelete" => "Delete",
        "MapPut" or "MapPost" or "MapPatch" => "Update",
        _ => null,
    };

    private static ExpressionSyntax Simplified(string expression) => SyntaxFactory.ParseExpression(expression).WithAdditionalAnnotations(Simplifier.Annotation);

    private static string Unused(string wish, SyntaxNode within)
    {
        var used = new HashSet<string>(within.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);
        return used.Contains(wish) ? "objectAuthorizer" : wish;
    }
}
