using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>HTTP methods that nobody thought of, and checks that only some of them pass.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MethodsAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor AnyMethod = new(
        "APISEC020",
        "The action answers every method",
        "{0} says no method, so it answers all of them, also those that no check and no proxy knows: say [HttpGet], [HttpPost], …",
        RuleSet.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec020");

    private static readonly DiagnosticDescriptor ByMethod = new(
        "APISEC024",
        "A check depends on the method that the client names",
        "{0}",
        RuleSet.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec024");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [AnyMethod, ByMethod];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var web = new WebSymbols(start.Compilation);
            if (!web.IsAspNetCore)
            {
                return;
            }

            var kinds = new HandlerKinds(web);
            var routes = start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.RouteAttribute");
            var methods = start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.Routing.IActionHttpMethodProvider");
            if (routes is not null && methods is not null)
            {
                start.RegisterSymbolAction(symbol => LookAtAction(symbol, web, kinds, routes, methods), SymbolKind.Method);
            }

            start.RegisterOperationAction(LookAtOverride, OperationKind.Invocation);
            start.RegisterOperationAction(operation => LookAtGuard(operation, web), OperationKind.Conditional);
        });
    }

    private static void LookAtAction(SymbolAnalysisContext context, WebSymbols web, HandlerKinds kinds, INamedTypeSymbol routes, INamedTypeSymbol methods)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.Locations.Length > 0 && method.HasAttribute(routes) && method.ContainingType.HasAttribute(web.ApiControllerAttribute) && kinds.IsAction(method) && !method.HasAttribute(methods) && !IsForErrors(method))
        {
            context.ReportDiagnostic(Diagnostic.Create(AnyMethod, method.Locations[0], method.Name));
        }
    }

    /// <summary>Where the exception handler goes to, whatever the method was: it is left out of the description.</summary>
    private static bool IsForErrors(IMethodSymbol method) => method.GetAttributes().Concat(method.ContainingType.GetAttributes())
        .Any(attribute => attribute.AttributeClass is { Name: "ApiExplorerSettingsAttribute" } && attribute.NamedArguments.Any(named => named is { Key: "IgnoreApi", Value.Value: true }));

    private static void LookAtOverride(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "UseHttpMethodOverride" && call.TargetMethod.IsBelow("Microsoft.AspNetCore"))
        {
            context.ReportDiagnostic(Diagnostic.Create(ByMethod, call.Place(), "UseHttpMethodOverride lets a client send a DELETE that all before this server take for a POST"));
        }
    }

    /// <summary><c>if (HttpMethods.IsGet(request.Method) &amp;&amp; !allowed) { response.StatusCode = 403; }</c> in a middleware.</summary>
    private static void LookAtGuard(OperationAnalysisContext context, WebSymbols web)
    {
        var conditional = (IConditionalOperation)context.Operation;
        if (Terms(conditional.Condition).FirstOrDefault(AsksMethod) is { } asks
            && conditional.WhenTrue.Descendants().Any(operation => operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "StatusCode" } property } } assignment
                && property.ContainingType.Is(web.HttpResponse) && (assignment.Value.IsConstant(401) || assignment.Value.IsConstant(403))))
        {
            context.ReportDiagnostic(Diagnostic.Create(ByMethod, asks.Syntax.GetLocation(), "This check refuses one method only, and the same endpoint may answer others: put the requirement on the endpoint"));
        }
    }

    private static IEnumerable<IOperation> Terms(IOperation condition) => condition.Bare() is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and
        ? Terms(and.LeftOperand).Concat(Terms(and.RightOperand))
        : [condition.Bare()];

    private static bool AsksMethod(IOperation term) =>
        term is IInvocationOperation { TargetMethod.ContainingType: { Name: "HttpMethods" } type } && type.IsBelow("Microsoft.AspNetCore.Http")
        || term is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals && (IsMethod(equals.LeftOperand) || IsMethod(equals.RightOperand));

    private static bool IsMethod(IOperation operation) => operation.Bare() is IPropertyReferenceOperation { Property: { Name: "Method", ContainingType.Name: "HttpRequest" } };
}
