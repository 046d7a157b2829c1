using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>The client says how many rows it wants, and gets them all.</summary>
internal sealed class PageSizeRule : FlowRule
{
    private static readonly DiagnosticDescriptor Rule = new(
        "APISEC017",
        "The client says how many rows are read",
        "'{0}' comes from the request and has no upper bound: Math.Clamp it, or give it a [Range]",
        RuleSet.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec017");

    public override DiagnosticDescriptor Descriptor => Rule;

    public override void Visit(IOperation operation, FlowVisit visit)
    {
        if (operation is not IInvocationOperation { TargetMethod: { Name: "Take", IsExtensionMethod: true, ContainingType.Name: "Queryable" } } call || call.ArgumentOf("count") is not { } count)
        {
            return;
        }

        var origins = visit.Flow.OriginsOf(count);
        if (!origins.IsEmpty && !visit.Flow.IsChecked(origins) && !origins.Any(HasRange))
        {
            visit.Report(Rule, operation, origins.First().Name);
        }
    }

    private static bool HasRange(Origin origin)
    {
        var type = (origin.Symbol as IParameterSymbol)?.Type ?? (origin.Symbol as IPropertySymbol)?.Type;
        return IsRanged(origin.Symbol)
            || origin.Member is { } member && type is not null && (type.GetMembers(member).Any(IsRanged) || (type as INamedTypeSymbol)?.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Name == member && IsRanged(parameter))) == true);
    }

    private static bool IsRanged(ISymbol symbol) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "RangeAttribute" or "AllowedValuesAttribute" });
}
