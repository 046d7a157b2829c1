using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace ApiSecurity.Analyzers;

internal static class OperationExtensions
{
    /// <summary>The operation without the conversions, parentheses and awaits around it.</summary>
    public static IOperation Bare(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion: operation = conversion.Operand; break;
                case IParenthesizedOperation parenthesized: operation = parenthesized.Operand; break;
                case IAwaitOperation await: operation = await.Operation; break;
                case IDelegateCreationOperation creation: operation = creation.Target; break;
                default: return operation;
            }
        }
    }

    /// <summary>Where to point: at a call, to the method's name and what it is given, not to the chain before it.</summary>
    public static Location Place(this IOperation operation) => operation.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
        ? Location.Create(call.SyntaxTree, TextSpan.FromBounds(access.Name.SpanStart, call.Span.End))
        : operation.Syntax.GetLocation();

    /// <summary>The object that a method is called on; of an extension method, its first argument.</summary>
    public static IOperation? Receiver(this IInvocationOperation invocation) =>
        invocation.Instance ?? (invocation.TargetMethod.IsExtensionMethod && invocation.Arguments.Length > 0
            ? invocation.ArgumentOf(invocation.TargetMethod.Parameters[0].Name)
            : null);

    public static IOperation? ArgumentOf(this IInvocationOperation invocation, string parameter) => Of(invocation.Arguments, parameter);

    public static IOperation? ArgumentOf(this IObjectCreationOperation creation, string parameter) => Of(creation.Arguments, parameter);

    private static IOperation? Of(IEnumerable<IArgumentOperation> arguments, string parameter)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Name == parameter)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>Whether it is this constant, also where it stands behind a conversion.</summary>
    public static bool IsConstant(this IOperation? operation, object value) =>
        operation?.ConstantValue is { HasValue: true, Value: { } constant } && constant.Equals(value)
        || operation is IConversionOperation conversion && conversion.Operand.IsConstant(value);

    public static bool IsConstant(this IOperation operation) => operation.ConstantValue.HasValue;

    /// <summary>The parts of an interpolated string, in their order; those of a handler (<c>string.Create</c>, a logger) as well.</summary>
    public static IEnumerable<IOperation> Pieces(this IInterpolatedStringOperation interpolated)
    {
        foreach (var part in interpolated.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation text:
                    yield return text.Text;
                    break;
                case IInterpolationOperation hole:
                    yield return hole.Expression;
                    break;
                case IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation { Arguments.Length: > 0 } append }:
                    yield return append.Arguments[0].Value;
                    break;
            }
        }
    }

    public static bool IsNull(this Optional<object?> constant) => constant is { HasValue: true, Value: null };

    /// <summary>The operations that this one is inside of, from the nearest on.</summary>
    public static IEnumerable<IOperation> Ancestors(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }

    /// <summary>What a lambda or a method always returns: the values of all its returns.</summary>
    public static IEnumerable<IOperation> Returned(this IOperation body)
    {
        foreach (var operation in body.OwnDescendants())
        {
            if (operation is IReturnOperation { ReturnedValue: { } value })
            {
                yield return value;
            }
        }
    }

    /// <summary>All operations below, but for those of lambdas and local functions inside.</summary>
    public static IEnumerable<IOperation> OwnDescendants(this IOperation operation)
    {
        var open = new Stack<IOperation>(operation.ChildOperations.Reverse());
        while (open.Count > 0)
        {
            var current = open.Pop();
            yield return current;
            if (current is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                foreach (var child in current.ChildOperations.Reverse())
                {
                    open.Push(child);
                }
            }
        }
    }

    /// <summary>The value that a local was declared with, if it is never assigned again; else the operation itself.</summary>
    public static IOperation Resolved(this IOperation operation)
    {
        var bare = operation.Bare();
        for (var steps = 0; steps < 8 && bare is ILocalReferenceOperation { IsDeclaration: false } local; steps++)
        {
            if (InitialValue(local) is not { } value)
            {
                break;
            }

            bare = value.Bare();
        }

        return bare;
    }

    private static IOperation? InitialValue(ILocalReferenceOperation reference)
    {
        var root = (IOperation)reference;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        IOperation? value = null;
        foreach (var operation in root.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local):
                    value = (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value;
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } when SymbolEqualityComparer.Default.Equals(target.Local, reference.Local):
                    return null;
            }
        }

        return value;
    }
}
