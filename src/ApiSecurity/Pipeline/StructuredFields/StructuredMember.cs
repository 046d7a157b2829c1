namespace ApiSecurity.Pipeline;

/// <summary>A member of a list or dictionary: an item or an inner list, with parameters (RFC 9651 sections 3.1 and 3.2).</summary>
/// <param name="Value">The item; without meaning where there is an inner list.</param>
/// <param name="InnerList">The items of an inner list.</param>
/// <param name="Parameters">The parameters of the item or of the inner list.</param>
internal sealed record StructuredMember(BareItem Value, IReadOnlyList<StructuredItem>? InnerList, OrderedMembers<BareItem> Parameters);
