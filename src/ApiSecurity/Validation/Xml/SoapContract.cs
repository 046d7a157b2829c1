using System.Xml;

namespace ApiSecurity.Validation;

/// <summary>The operations and header blocks of a SOAP endpoint.</summary>
internal sealed class SoapContract(IEnumerable<SoapOperationAttribute> operations, IEnumerable<SoapHeaderBlockAttribute> blocks)
{
    private readonly Dictionary<string, XmlQualifiedName> _elements = operations.DistinctBy(operation => operation.Action, StringComparer.Ordinal)
        .ToDictionary(operation => operation.Action, operation => new XmlQualifiedName(operation.BodyElement, operation.BodyNamespace), StringComparer.Ordinal);

    private readonly HashSet<XmlQualifiedName> _understood = [.. blocks.Select(block => new XmlQualifiedName(block.Name, block.BlockNamespace))];

    public bool Understands(XmlQualifiedName block) => _understood.Contains(block);

    /// <param name="action">The action that the request names; <see langword="null"/> or empty where it leaves that to the body.</param>
    /// <param name="element">The body's element.</param>
    public bool Has(string? action, XmlQualifiedName element) => string.IsNullOrEmpty(action)
        ? _elements.ContainsValue(element)
        : _elements.TryGetValue(action, out var expected) && expected == element;

    public bool Knows(string? action) => string.IsNullOrEmpty(action) || _elements.ContainsKey(action);
}
