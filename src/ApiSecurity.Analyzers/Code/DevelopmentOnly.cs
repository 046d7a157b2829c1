using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Whether a line runs on developers' machines only.</summary>
internal static class DevelopmentOnly
{
    public static bool Covers(IOperation operation)
    {
        var child = operation;
        foreach (var parent in operation.Ancestors())
        {
            switch (parent)
            {
                case IConditionalOperation conditional when child != conditional.Condition && Asks(conditional.Condition, child == conditional.WhenTrue):
                case IBlockOperation block when ReturnsBefore(block, child):
                    return true;
                case IMethodBodyOperation or ILocalFunctionOperation when NameOf(parent) is { } name && name.IndexOf("Development", StringComparison.Ordinal) >= 0:
                    return true;
            }

            child = parent;
        }

        return IsInsideIfDebug(operation.Syntax);
    }

    /// <summary>Whether the condition, being as it is, means development.</summary>
    private static bool Asks(IOperation condition, bool outcome)
    {
        var bare = condition.Resolved();
        return bare switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Asks(not.Operand, !outcome),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and => outcome ? Asks(and.LeftOperand, true) || Asks(and.RightOperand, true) : Asks(and.LeftOperand, false) && Asks(and.RightOperand, false),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or => outcome ? Asks(or.LeftOperand, true) && Asks(or.RightOperand, true) : Asks(or.LeftOperand, false) || Asks(or.RightOperand, false),
            IInvocationOperation { TargetMethod.Name: "IsProduction" } => !outcome,
            IInvocationOperation { TargetMethod.Name: "IsDevelopment" or "IsEnvironment" or "IsStaging" } => outcome,
            IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation =>
                outcome && bare.Syntax.ToString().IndexOf("development", StringComparison.OrdinalIgnoreCase) >= 0,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals => outcome && equals.Syntax.ToString().IndexOf("development", StringComparison.OrdinalIgnoreCase) >= 0,
            _ => false,
        };
    }

    /// <summary><c>if (!env.IsDevelopment()) { return; }</c> further up.</summary>
    private static bool ReturnsBefore(IBlockOperation block, IOperation child)
    {
        foreach (var statement in block.Operations)
        {
            if (statement == child)
            {
                return false;
            }

            if (statement is IConditionalOperation { WhenFalse: null } conditional && Leaves(conditional.WhenTrue) && Asks(conditional.Condition, false))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Leaves(IOperation operation) =>
        operation is IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }
        || operation is IBlockOperation { Operations.Length: > 0 } block && Leaves(block.Operations[block.Operations.Length - 1]);

    private static string? NameOf(IOperation body) => body is ILocalFunctionOperation local
        ? local.Symbol.Name
        : (body.Syntax as MethodDeclarationSyntax)?.Identifier.ValueText;

    private static bool IsInsideIfDebug(SyntaxNode node)
    {
        var depth = 0;
        foreach (var trivia in node.SyntaxTree.GetRoot().DescendantTrivia(descendIntoTrivia: false))
        {
            if (trivia.SpanStart > node.SpanStart)
            {
                break;
            }

            if (!trivia.IsDirective)
            {
                continue;
            }

            switch (trivia.GetStructure())
            {
                case IfDirectiveTriviaSyntax directive:
                    depth = depth > 0 ? depth + 1 : directive.Condition.ToString() == "DEBUG" ? 1 : 0;
                    break;
                case EndIfDirectiveTriviaSyntax when depth > 0:
                    depth--;
                    break;
                case ElseDirectiveTriviaSyntax when depth == 1:
                    depth = 0;
                    break;
            }
        }

        return depth > 0;
    }
}
