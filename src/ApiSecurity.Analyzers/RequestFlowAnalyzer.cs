using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Follows what a request brings through an endpoint's code, one call deep, for all rules that ask where it arrives.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequestFlowAnalyzer : DiagnosticAnalyzer
{
    private const int Depth = 2;

    private static readonly ImmutableArray<FlowRule> Rules = [new ObjectByIdRule(), new RequestedUrlRule(), new FilePathRule(), new RedirectRule(), new PageSizeRule(), new MembersByNameRule(), new HostLinkRule()];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.Select(rule => rule.Descriptor)];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var web = new WebSymbols(start.Compilation);
            if (web.IsAspNetCore)
            {
                // A method that two endpoints share is told of once.
                var told = new ConcurrentDictionary<(string, Location), bool>();
                new HandlerFinder(web, (handler, report) => Visit(web, handler, diagnostic =>
                {
                    if (told.TryAdd((diagnostic.Id, diagnostic.Location), true))
                    {
                        report(diagnostic);
                    }
                })).Register(start);
            }
        });
    }

    private static void Visit(WebSymbols web, Handler handler, Action<Diagnostic> report)
    {
        var sources = new Dictionary<ISymbol, ImmutableHashSet<Origin>>(SymbolEqualityComparer.Default);
        foreach (var source in handler.Sources)
        {
            sources[source] = [new Origin(source, null)];
        }

        Visit(web, handler, new RequestFlow(handler.Body, web, sources), report, Depth);
    }

    private static void Visit(WebSymbols web, Handler handler, RequestFlow flow, Action<Diagnostic> report, int depth)
    {
        var visit = new FlowVisit(web, handler, flow, report);
        foreach (var operation in flow.Operations)
        {
            foreach (var rule in Rules)
            {
                rule.Visit(operation, visit);
            }

            if (depth > 1 && operation is IInvocationOperation call && Callee(call, handler) is { } callee && Passed(call, flow) is { } passed && MethodBodies.Of(callee, call) is { } body)
            {
                Visit(web, handler, new RequestFlow(body, web, passed, flow.Checked), report, depth - 1);
            }
        }
    }

    /// <summary>A method of the same type, or a local function.</summary>
    private static IMethodSymbol? Callee(IInvocationOperation call, Handler handler) =>
        call.TargetMethod is { MethodKind: MethodKind.LocalFunction } or { MethodKind: MethodKind.Ordinary } && call.TargetMethod.ContainingType.Is(handler.Method.ContainingType)
        && !call.TargetMethod.Is(handler.Method) ? call.TargetMethod : null;

    /// <summary>What the call hands on of the request.</summary>
    private static Dictionary<ISymbol, ImmutableHashSet<Origin>>? Passed(IInvocationOperation call, RequestFlow flow)
    {
        Dictionary<ISymbol, ImmutableHashSet<Origin>>? passed = null;
        foreach (var argument in call.Arguments)
        {
            var origins = flow.OriginsOf(argument.Value);
            if (argument.Parameter is { } parameter && !origins.IsEmpty)
            {
                passed ??= new(SymbolEqualityComparer.Default);
                passed[parameter] = origins;
            }
        }

        return passed;
    }
}
