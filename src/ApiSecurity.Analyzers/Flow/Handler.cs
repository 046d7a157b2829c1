using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers;

/// <summary>The code of one endpoint.</summary>
internal sealed class Handler(IOperation body, IMethodSymbol method, IEnumerable<ISymbol> sources, bool isOpen, bool isGuarded)
{
    public IOperation Body { get; } = body;

    public IMethodSymbol Method { get; } = method;

    /// <summary>Parameters and properties that the request fills.</summary>
    public IReadOnlyList<ISymbol> Sources { get; } = [.. sources];

    /// <summary>Whether it says that anybody may call it: there is no caller whose objects they could be.</summary>
    public bool IsOpen { get; } = isOpen;

    /// <summary>Whether its objects are checked before it runs, by an attribute or a convention.</summary>
    public bool IsGuarded { get; } = isGuarded;
}
