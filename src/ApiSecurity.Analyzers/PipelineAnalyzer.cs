using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>The pipeline stands behind what it should stand before, or nowhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PipelineAnalyzer : DiagnosticAnalyzer
{
    private const string Id = "APISEC014";
    private const string Title = "UseApiSecurity is in the wrong place";

    private static readonly DiagnosticDescriptor Order = new(
        Id,
        Title,
        "{0} stands before UseApiSecurity, so requests get there without its checks: call UseApiSecurity first",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec014");

    private static readonly DiagnosticDescriptor Missing = new(
        Id,
        Title,
        "{0}, but UseApiSecurity is not called: no request passes through it",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec014",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    private static readonly DiagnosticDescriptor Description = new(
        "APISEC025",
        "The API's description is for everybody",
        "{0} tells everybody of every endpoint: call it in development only, or ask for authorization",
        RuleSet.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec025",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    private static readonly ImmutableHashSet<string> Answering = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "UseRouting", "UseEndpoints", "UseCors", "UseAuthentication", "UseAuthorization", "UseRateLimiter", "UseOutputCache", "UseResponseCaching", "UseMvc", "UseMvcWithDefaultRoute");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Order, Missing, Description];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.ApiSecurityApplicationBuilderExtensions") is not { } use)
            {
                return;
            }

            var web = new WebSymbols(start.Compilation);
            var isProgram = start.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication && !start.Compilation.IsOfTests();
            var isUsed = 0;
            var added = new ConcurrentQueue<IInvocationOperation>();
            var built = new ConcurrentQueue<IInvocationOperation>();
            var described = new ConcurrentQueue<IInvocationOperation>();
            start.RegisterOperationAction(
                operation =>
                {
                    var call = (IInvocationOperation)operation.Operation;
                    var method = call.TargetMethod;
                    switch (method.Name)
                    {
                        case "UseApiSecurity" when method.ContainingType.Is(use):
                            Interlocked.Exchange(ref isUsed, 1);
                            LookBefore(operation, call, web);
                            break;
                        case "AddApiSecurity" when method.IsBelow("Microsoft.Extensions.DependencyInjection"):
                            added.Enqueue(call);
                            break;
                        case "Build" when method.ContainingType is { Name: "WebApplicationBuilder" }:
                            built.Enqueue(call);
                            break;
                        case "MapOpenApi" or "MapSwagger" or "UseSwagger" when !DevelopmentOnly.Covers(call) && !EndpointMaps.Conventions(call).Any(next => next.TargetMethod.Name.StartsWith("Require", StringComparison.Ordinal)):
                            described.Enqueue(call);
                            break;
                        // By hand, step by step.
                        case not null when method.Name.StartsWith("UseApiSecurity", StringComparison.Ordinal):
                            Interlocked.Exchange(ref isUsed, 1);
                            break;
                    }
                },
                OperationKind.Invocation);
            start.RegisterCompilationEndAction(end =>
            {
                foreach (var call in described)
                {
                    // With the library an endpoint that says nothing is closed.
                    if (isUsed == 0 || call.TargetMethod.Name == "UseSwagger" || EndpointMaps.Conventions(call).Any(EndpointMaps.Opens))
                    {
                        end.ReportDiagnostic(Diagnostic.Create(Description, call.Place(), call.TargetMethod.Name));
                    }
                }

                if (isUsed == 0 && isProgram)
                {
                    foreach (var call in added)
                    {
                        end.ReportDiagnostic(Diagnostic.Create(Missing, call.Place(), "AddApiSecurity is called"));
                    }

                    foreach (var call in added.IsEmpty ? built : [])
                    {
                        end.ReportDiagnostic(Diagnostic.Create(Missing, call.Place(), "The package is referenced"));
                    }
                }
            });
        });
    }

    private static void LookBefore(OperationAnalysisContext context, IInvocationOperation use, WebSymbols web)
    {
        var application = Root(use);
        var scope = use.Ancestors().FirstOrDefault(parent => parent is IAnonymousFunctionOperation or ILocalFunctionOperation or IMethodBodyOperation) ?? use.Ancestors().LastOrDefault();
        foreach (var call in (scope ?? use).OwnDescendants().OfType<IInvocationOperation>())
        {
            if (call.Syntax.Span.End < use.Syntax.Span.End && Answers(call, web) && Root(call).Is(application))
            {
                context.ReportDiagnostic(Diagnostic.Create(Order, call.Place(), call.TargetMethod.Name));
            }
        }
    }

    /// <summary>A step that answers requests, or that the library's own would have to come before.</summary>
    private static bool Answers(IInvocationOperation call, WebSymbols web)
    {
        var method = call.TargetMethod;
        return method.IsExtensionMethod && method.IsBelow("Microsoft.AspNetCore") && method.Parameters[0].Type.Is(web.ApplicationBuilder)
            && (Answering.Contains(method.Name) || method.Name is "Run" or "Map" or "MapWhen");
    }

    private static ISymbol? Root(IInvocationOperation call)
    {
        IOperation? current = call;
        while (current is IInvocationOperation invocation)
        {
            current = invocation.Receiver()?.Bare();
        }

        return current switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IMemberReferenceOperation member => member.Member,
            _ => null,
        };
    }
}
