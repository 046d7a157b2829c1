using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>What a private method is given by all who can call it.</summary>
internal static class PrivateParameters
{
    /// <summary>Whether the parameter is one of a private method, and all calls of it pass what satisfies the condition.</summary>
    public static bool AreAll(IParameterReferenceOperation reference, Func<IOperation, bool> condition)
    {
        if (reference.Parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor or MethodKind.LocalFunction } method
            || reference.SemanticModel is not { } model || Scope(method, model.SyntaxTree) is not { } scope)
        {
            return false;
        }

        var calls = 0;
        foreach (var node in scope.DescendantNodes())
        {
            if (node is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or IdentifierNameSyntax))
            {
                continue;
            }

            var operation = model.GetOperation(node);
            var arguments = operation switch
            {
                IInvocationOperation call when call.TargetMethod.OriginalDefinition.Is(method) => call.Arguments,
                IObjectCreationOperation creation when creation.Constructor?.OriginalDefinition.Is(method) == true => creation.Arguments,
                // A delegate may be given anything.
                IMethodReferenceOperation named when named.Method.OriginalDefinition.Is(method) => [],
                _ => default,
            };
            if (arguments.IsDefault)
            {
                continue;
            }

            calls++;
            if (arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == reference.Parameter.Ordinal) is not { } passed || !condition(passed.Value))
            {
                return false;
            }
        }

        return calls > 0;
    }

    /// <summary>The outermost type that can call the method, if it is in one file.</summary>
    private static SyntaxNode? Scope(IMethodSymbol method, SyntaxTree tree)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return tree.GetRoot();
        }

        ISymbol symbol = method;
        while (symbol.DeclaredAccessibility != Accessibility.Private)
        {
            if (symbol.ContainingType is not { } outer)
            {
                return null;
            }

            symbol = outer;
        }

        return symbol.ContainingType is { DeclaringSyntaxReferences: { Length: 1 } references } && references[0].SyntaxTree == tree ? references[0].GetSyntax() : null;
    }
}
