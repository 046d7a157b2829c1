using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

internal sealed partial class RequestFlow
{
    /// <summary>
    /// What a condition asks about a value: <c>allowed.Contains(url.Host)</c>, <c>Url.IsLocalUrl(to)</c>, <c>kind == "pdf"</c>. Whether it
    /// asks the right thing nobody can tell from here; who asks at all has thought of it.
    /// </summary>
    private void FindChecks()
    {
        foreach (var operation in Operations)
        {
            switch (operation)
            {
                case IInvocationOperation invocation when invocation.TargetMethod.ReturnType.SpecialType == SpecialType.System_Boolean && Checks(invocation.TargetMethod) && !IsPartOfQuery(invocation):
                    Check(invocation.Instance);
                    foreach (var argument in invocation.Arguments)
                    {
                        Check(argument.Value);
                    }

                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when !IsPartOfQuery(comparison):
                    if (!comparison.LeftOperand.Bare().ConstantValue.IsNull() && !comparison.RightOperand.Bare().ConstantValue.IsNull())
                    {
                        Check(comparison.LeftOperand);
                        Check(comparison.RightOperand);
                    }

                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual } comparison
                    when !IsPartOfQuery(comparison):
                    Check(comparison.LeftOperand);
                    Check(comparison.RightOperand);
                    break;
                case IIsPatternOperation { Pattern: not IDeclarationPatternOperation } pattern when ComparesWithValue(pattern.Pattern):
                    Check(pattern.Value);
                    break;
                case ISwitchExpressionOperation choice:
                    Check(choice.Value);
                    break;
                case ISwitchOperation choice:
                    Check(choice.Value);
                    break;
                // A method of one's own that is named for it and throws: Guard.IsSafe(path), ValidateUrl(url).
                case IInvocationOperation { TargetMethod.ReturnsVoid: true } invocation when IsNamedForChecking(invocation.TargetMethod.Name):
                    foreach (var argument in invocation.Arguments)
                    {
                        Check(argument.Value);
                    }

                    break;
            }
        }

        void Check(IOperation? operation)
        {
            foreach (var origin in OriginsOf(operation))
            {
                _checked.Add(origin);
            }
        }
    }

    /// <summary>Whether it is in a predicate that a database answers.</summary>
    public bool IsPartOfQuery(IOperation operation)
    {
        foreach (var parent in operation.Ancestors())
        {
            if (parent is IConversionOperation conversion && conversion.Type is INamedTypeSymbol type && type.OriginalDefinition.Is(_web.Expression)
                || parent is IDelegateCreationOperation creation && creation.Type is INamedTypeSymbol created && created.OriginalDefinition.Is(_web.Expression))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Checks(IMethodSymbol method) => method.Name is not ("IsNullOrEmpty" or "IsNullOrWhiteSpace" or "TryCreate" or "IsWellFormedUriString" or "TryParse" or "Exists" or "TryGetValue" or "TryParseExact");

    private static bool ComparesWithValue(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant => !constant.Value.Bare().ConstantValue.IsNull(),
        INegatedPatternOperation negated => ComparesWithValue(negated.Pattern),
        IBinaryPatternOperation both => ComparesWithValue(both.LeftPattern) || ComparesWithValue(both.RightPattern),
        IRelationalPatternOperation => true,
        _ => false,
    };

    private static bool IsNamedForChecking(string name) => StartsWithAny(name, "Validate", "Ensure", "Check", "Verify", "Guard", "ThrowIf", "Require") && name is not ("ThrowIfNull" or "ThrowIfNullOrEmpty" or "ThrowIfNullOrWhiteSpace");

    private static bool StartsWithAny(string name, params string[] beginnings) => beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));
}
