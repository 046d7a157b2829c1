using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>The code of a method that another one names or calls.</summary>
internal static class MethodBodies
{
    public static IOperation? Of(IMethodSymbol method, IOperation usedBy)
    {
        var definition = method.PartialImplementationPart ?? method;
        if (usedBy.SemanticModel is not { } model || definition.DeclaringSyntaxReferences.Length != 1)
        {
            return null;
        }

        var declaration = definition.DeclaringSyntaxReferences[0].GetSyntax();
        if (declaration is not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax))
        {
            return null;
        }

        if (declaration.SyntaxTree != model.SyntaxTree)
        {
#pragma warning disable RS1030 // A handler is seldom in another file than its Map call; then the other file's model is needed.
            model = model.Compilation.GetSemanticModel(declaration.SyntaxTree);
#pragma warning restore RS1030
        }

        return model.GetOperation(declaration) switch
        {
            IMethodBodyOperation body => (IOperation?)body.BlockBody ?? body.ExpressionBody,
            ILocalFunctionOperation local => local.Body,
            _ => null,
        };
    }
}
