namespace ApiSecurity.Pipeline;

/// <summary>A bare item with its parameters (RFC 9651 section 3.3).</summary>
internal sealed record StructuredItem(BareItem Value, OrderedMembers<BareItem> Parameters);
