using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers;

/// <summary>What a rule may ask while it looks at an endpoint's code.</summary>
internal sealed class FlowVisit(WebSymbols web, Handler handler, RequestFlow flow, Action<Diagnostic> report)
{
    public WebSymbols Web { get; } = web;

    public Handler Handler { get; } = handler;

    public RequestFlow Flow { get; } = flow;

    /// <summary>At an operation; at a call, under the method's name alone.</summary>
    public void Report(DiagnosticDescriptor rule, IOperation at, params object?[] arguments) => report(Diagnostic.Create(rule, at.Place(), arguments));
}
