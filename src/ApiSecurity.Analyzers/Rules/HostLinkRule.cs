using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>An endpoint makes a link of what the client calls the host.</summary>
internal sealed class HostLinkRule : FlowRule
{
    private static readonly DiagnosticDescriptor Rule = new(
        "APISEC026",
        "A link is made of the Host header",
        "The client decides what the host is called, and so where this link leads: take the address from configuration, or list the hosts",
        RuleSet.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec026");

    public override DiagnosticDescriptor Descriptor => Rule;

    public override void Visit(IOperation operation, FlowVisit visit)
    {
        if (operation is IPropertyReferenceOperation { Property: { Name: "Host" } property } && property.ContainingType.Is(visit.Web.HttpRequest) && IsPartOfLink(operation))
        {
            visit.Report(Rule, operation);
        }
    }

    /// <summary>Behind <c>://</c> in text that is put together.</summary>
    private static bool IsPartOfLink(IOperation operation)
    {
        foreach (var parent in operation.Ancestors())
        {
            switch (parent)
            {
                case IInterpolatedStringOperation interpolated:
                    return interpolated.Pieces().Any(HasScheme);
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add when add.Descendants().Any(HasScheme):
                    return true;
                case IExpressionStatementOperation or IBlockOperation or IAnonymousFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    private static bool HasScheme(IOperation piece) => piece.ConstantValue.Value is string text && text.IndexOf("://", StringComparison.Ordinal) >= 0;
}
