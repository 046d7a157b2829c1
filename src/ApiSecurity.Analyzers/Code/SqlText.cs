using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Finds in the text of a query what is not written there.</summary>
internal static class SqlText
{
    /// <summary>The first part of a text that is put together which is no constant; <see langword="null"/> for text as a whole.</summary>
    public static IOperation? ForeignPart(IOperation sql)
    {
        var value = sql.Resolved();
        if (value.IsConstant())
        {
            return null;
        }

        foreach (var part in Parts(value))
        {
            var resolved = part.Resolved();
            if (resolved.IsConstant() || IsOwn(resolved))
            {
                continue;
            }

            if (IsPutTogether(resolved))
            {
                if (ForeignPart(resolved) is { } inner)
                {
                    return inner;
                }
            }
            else
            {
                return part;
            }
        }

        return null;
    }

    private static IEnumerable<IOperation> Parts(IOperation value) => value switch
    {
        IInterpolatedStringOperation interpolated => interpolated.Pieces(),
        IInterpolatedStringHandlerCreationOperation handler => Parts(handler.Content),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add => Operand(add.LeftOperand).Concat(Operand(add.RightOperand)),
        IInvocationOperation { TargetMethod: { Name: "Concat" or "Format" or "Create" or "Join" } method } call when method.ContainingType.SpecialType == SpecialType.System_String =>
            call.Arguments.Where(argument => argument.Parameter?.Type.Name is not ("IFormatProvider" or "CultureInfo")).SelectMany(argument => Elements(argument.Value)),
        _ => [],
    };

    private static IEnumerable<IOperation> Operand(IOperation operand) => operand.Bare() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add ? Parts(add) : [operand];

    private static IEnumerable<IOperation> Elements(IOperation argument) => argument.Bare() switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        ICollectionExpressionOperation collection => collection.Elements,
        IInterpolatedStringHandlerCreationOperation handler => Parts(handler),
        _ => [argument],
    };

    private static bool IsPutTogether(IOperation value) => value is IInterpolatedStringOperation or IInterpolatedStringHandlerCreationOperation or IBinaryOperation
        || value is IInvocationOperation { TargetMethod: { Name: "Concat" or "Format" or "Create" or "Join" } method } && method.ContainingType.SpecialType == SpecialType.System_String;

    /// <summary>Numbers, and text of the code's own: what a read-only field holds was written by whoever wrote the query.</summary>
    private static bool IsOwn(IOperation value) => value.Type.CarriesNoText()
        || value is IParameterReferenceOperation parameter && PrivateParameters.AreAll(parameter, argument => Elements(argument).All(IsConstantOrOwn))
        || value is IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } }
        || value is IConditionalOperation { WhenFalse: { } otherwise } conditional && IsConstantOrOwn(conditional.WhenTrue) && IsConstantOrOwn(otherwise)
        || value is ISwitchExpressionOperation choice && choice.Arms.All(arm => IsConstantOrOwn(arm.Value));

    private static bool IsConstantOrOwn(IOperation value) => value.Bare() is not IParameterReferenceOperation && value.Resolved() is var resolved && (resolved.IsConstant() || IsOwn(resolved) || IsPutTogether(resolved) && ForeignPart(resolved) is null || resolved is IThrowOperation);
}
