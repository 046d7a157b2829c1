using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>An endpoint sets members by reflection, under the names that the client sends.</summary>
internal sealed class MembersByNameRule : FlowRule
{
    private static readonly DiagnosticDescriptor Rule = new(
        "APISEC027",
        "Members are set by the names that the client sends",
        "SetValue in an endpoint sets whichever member the client names: assign the members that clients may change",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec027");

    public override DiagnosticDescriptor Descriptor => Rule;

    public override void Visit(IOperation operation, FlowVisit visit)
    {
        if (operation is IInvocationOperation { TargetMethod: { Name: "SetValue", ContainingType.Name: "PropertyInfo" or "FieldInfo" } method } call && method.IsBelow("System.Reflection")
            && call.Arguments.Any(argument => argument.Parameter?.Name == "value" && IsOfRequest(argument.Value, visit)))
        {
            visit.Report(Rule, operation);
        }
    }

    private static bool IsOfRequest(IOperation value, FlowVisit visit) => visit.Flow.IsFromRequest(value) || value.Descendants().Any(visit.Flow.IsFromRequest);
}
