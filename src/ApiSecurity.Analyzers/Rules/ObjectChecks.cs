using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Checks by hand, after the object was loaded: they can be forgotten, but here they were not.</summary>
internal static class ObjectChecks
{
    public static bool Exist(FlowVisit visit, ITypeSymbol type)
    {
        foreach (var operation in visit.Flow.Operations)
        {
            switch (operation)
            {
                case IInvocationOperation { TargetMethod: { Name: "AuthorizeAsync" } method } when method.IsBelow("Microsoft.AspNetCore.Authorization"):
                case IInvocationOperation { TargetMethod.ContainingType: { } owner } when owner.Is(visit.Web.ObjectAuthorizer):
                    return true;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when !visit.Flow.IsPartOfQuery(comparison)
                    && (Compares(comparison.LeftOperand, comparison.RightOperand) || Compares(comparison.RightOperand, comparison.LeftOperand)):
                    return true;
            }
        }

        return false;

        // order.OwnerId != user.Id
        bool Compares(IOperation member, IOperation other) =>
            member.Bare() is IPropertyReferenceOperation { Instance.Type: { } owner } && SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, type.OriginalDefinition)
            && !other.Bare().IsConstant() && !visit.Flow.IsFromRequest(other)
            && !(other.Bare() is IPropertyReferenceOperation { Instance.Type: { } same } && SymbolEqualityComparer.Default.Equals(same, owner));
    }
}
