using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers;

/// <summary>A rule about where values of a request arrive.</summary>
internal abstract class FlowRule
{
    public abstract DiagnosticDescriptor Descriptor { get; }

    /// <summary>Looks at one operation of an endpoint's code and reports what it finds.</summary>
    public abstract void Visit(IOperation operation, FlowVisit visit);
}
