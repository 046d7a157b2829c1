using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ApiSecurity.Analyzers;

/// <summary><c>Redirect(returnUrl)</c> becomes <c>LocalRedirect(returnUrl)</c>, which leads nowhere else.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LocalRedirectCodeFix : CodeFixProvider
{
    private const string Title = "Redirect within this server only";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RedirectRule.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || model?.GetSymbolInfo(call, context.CancellationToken).Symbol is not IMethodSymbol method
            // HttpResponse has no local form.
            || !method.ContainingType.GetMembers("Local" + method.Name).Any())
        {
            return;
        }

        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            IdentifierNameSyntax identifier => identifier,
            _ => null,
        };
        if (name is not null)
        {
            var local = name.WithIdentifier(SyntaxFactory.Identifier("Local" + name.Identifier.ValueText).WithTriviaFrom(name.Identifier));
            // The parameter is called otherwise in the local form, so a named argument loses its name.
            var arguments = call.ArgumentList.Arguments.Select(argument => argument.NameColon?.Name.Identifier.ValueText == "url" ? argument.WithNameColon(null) : argument);
            var newCall = call.ReplaceNode(name, local) is { } renamed ? renamed.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(arguments, call.ArgumentList.Arguments.GetSeparators()))) : call;
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(call, newCall))), Title), context.Diagnostics);
        }
    }
}
