using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Calls a visitor with each endpoint's code: minimal APIs, controllers, Razor Pages, SignalR hubs, gRPC services.</summary>
internal sealed class HandlerFinder(WebSymbols web, Action<Handler, Action<Diagnostic>> visit)
{
    private readonly HandlerKinds _kinds = new(web);

    public void Register(CompilationStartAnalysisContext start)
    {
        start.RegisterOperationAction(context => OfMap((IInvocationOperation)context.Operation, context.ReportDiagnostic), OperationKind.Invocation);
        start.RegisterOperationBlockAction(OfMethod);
    }

    private void OfMap(IInvocationOperation map, Action<Diagnostic> report)
    {
        if (!map.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal) || EndpointMaps.HandlerOf(map, web) is not { } handler)
        {
            return;
        }

        var (method, body) = handler switch
        {
            IAnonymousFunctionOperation lambda => (lambda.Symbol, (IOperation?)lambda.Body),
            IMethodReferenceOperation reference => (reference.Method, MethodBodies.Of(reference.Method, map)),
            _ => throw new InvalidOperationException("A handler is a lambda or a method."),
        };
        if (body is null)
        {
            return;
        }

        var conventions = EndpointMaps.Conventions(map).ToList();
        var isOpen = method.HasAttribute(web.AllowAnonymous) || conventions.Any(EndpointMaps.Opens);
        var isGuarded = IsGuarded(method) || conventions.Any(call => call.TargetMethod.IsBelow("ApiSecurity") && call.TargetMethod.Name.IndexOf("Object", StringComparison.Ordinal) >= 0);
        visit(new Handler(body, method, _kinds.SourcesOfEndpoint(method, map.TargetMethod.Name), isOpen, isGuarded), report);
    }

    private void OfMethod(OperationBlockAnalysisContext context)
    {
        if (context.OwningSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method || _kinds.SourcesOfMember(method) is not { } sources)
        {
            return;
        }

        var isOpen = method.HasAttribute(web.AllowAnonymous) || method.ContainingType.HasAttribute(web.AllowAnonymous);
        foreach (var block in context.OperationBlocks)
        {
            visit(new Handler(block, method, sources, isOpen, IsGuarded(method) || IsGuarded(method.ContainingType)), context.ReportDiagnostic);
        }
    }

    /// <summary><c>[AuthorizeObject&lt;Order&gt;]</c> and other attributes of the library that name an object.</summary>
    private static bool IsGuarded(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass is { } type && type.IsBelow("ApiSecurity") && type.Name.IndexOf("Object", StringComparison.Ordinal) >= 0);
}
