namespace ApiSecurity.Authorization;

/// <summary>An entity that an endpoint lets clients write or shows them.</summary>
/// <param name="Entity">Its type.</param>
/// <param name="Place">Where in the body or the answer: <c>NewOrder.lines[]</c>.</param>
/// <param name="Reason">Why it may be, where somebody has said so.</param>
internal sealed record BoundEntity(Type Entity, string Place, string? Reason);
