namespace ApiSecurity.Authorization;

/// <summary>A question to a decision point, in the words of the OpenID AuthZEN Authorization API 1.0: may a subject do something with a resource?</summary>
/// <param name="SubjectType">The subject's type: <c>user</c>, <c>client</c>.</param>
/// <param name="SubjectId">The subject's id.</param>
/// <param name="Action">The action's name (in OpenFGA, the relation): <c>view</c>.</param>
/// <param name="ResourceType">The resource's type: <c>order</c>.</param>
/// <param name="ResourceId">The resource's id.</param>
public sealed record AccessEvaluation(string SubjectType, string SubjectId, string Action, string ResourceType, string ResourceId)
{
    /// <summary>Gets what else the answer depends on: the tenant, the time of day. Questions with different contexts are different questions.</summary>
    public IReadOnlyDictionary<string, string> Context { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public bool Equals(AccessEvaluation? other) =>
        other is not null && SubjectType == other.SubjectType && SubjectId == other.SubjectId && Action == other.Action && ResourceType == other.ResourceType && ResourceId == other.ResourceId
        && Context.Count == other.Context.Count && Context.All(pair => other.Context.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SubjectType, SubjectId, Action, ResourceType, ResourceId, Context.Count);
}
