namespace ApiSecurity.Errors;

/// <summary>Takes the place of a reader's exception in the model state, and holds what the client may be told.</summary>
internal sealed class BindingException(IReadOnlyList<BindingViolation> violations) : Exception(violations[0].Detail)
{
    public IReadOnlyList<BindingViolation> Violations { get; } = violations;
}
