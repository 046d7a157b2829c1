using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>The client is sent to an address of the request: a link to this server leads to another (open redirect).</summary>
internal sealed class RedirectRule : FlowRule
{
    /// <summary>Told to the code fix, which writes the local form of the method.</summary>
    internal const string Id = "APISEC016";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The client is sent to an address that the request names",
        "'{0}' comes from the request and decides where the client is sent: use LocalRedirect, or allow named hosts only",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec016");

    public override DiagnosticDescriptor Descriptor => Rule;

    public override void Visit(IOperation operation, FlowVisit visit)
    {
        if (operation is not IInvocationOperation { TargetMethod: { Name: "Redirect" or "RedirectPermanent" or "RedirectPreserveMethod" or "RedirectPermanentPreserveMethod" } method } call
            || !method.IsBelow("Microsoft.AspNetCore"))
        {
            return;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Name: "url" or "location" or "localUrl" })
            {
                var origins = Urls.HostOrigins(argument.Value, visit.Flow);
                if (!origins.IsEmpty && !visit.Flow.IsChecked(origins))
                {
                    visit.Report(Rule, operation, origins.First().Name);
                }
            }
        }
    }
}
