using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>The server fetches from an address that the client names (server-side request forgery).</summary>
internal sealed class RequestedUrlRule : FlowRule
{
    private static readonly DiagnosticDescriptor Rule = new(
        "APISEC011",
        "The server calls an address that the client names",
        "'{0}' comes from the request and decides which server is called: allow named hosts only, and check the address that is connected to",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec011");

    public override DiagnosticDescriptor Descriptor => Rule;

    public override void Visit(IOperation operation, FlowVisit visit)
    {
        foreach (var target in Targets(operation))
        {
            var origins = Urls.HostOrigins(target, visit.Flow);
            if (!origins.IsEmpty && !visit.Flow.IsChecked(origins))
            {
                visit.Report(Rule, operation, origins.First().Name);
                return;
            }
        }
    }

    private static IEnumerable<IOperation> Targets(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call when IsClient(call.TargetMethod.ContainingType) || call.TargetMethod.ContainingType.Name == "HttpClientJsonExtensions":
                foreach (var argument in call.Arguments)
                {
                    if (argument.Parameter is { Name: "requestUri" or "uri" or "address" or "url" or "requestUriString" })
                    {
                        yield return argument.Value;
                    }
                }

                break;
            case IObjectCreationOperation { Type: { Name: "HttpRequestMessage" } type } creation when type.IsBelow("System.Net.Http") && creation.ArgumentOf("requestUri") is { } uri:
                yield return uri;
                break;
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "RequestUri" or "BaseAddress" } property } } assignment when property.IsBelow("System.Net.Http"):
                yield return assignment.Value;
                break;
        }
    }

    private static bool IsClient(INamedTypeSymbol type) =>
        type.Name is "HttpClient" && type.IsBelow("System.Net.Http") || type.Name is "WebClient" or "WebRequest" && type.IsBelow("System.Net") || type.Name is "ClientWebSocket" && type.IsBelow("System.Net");
}
