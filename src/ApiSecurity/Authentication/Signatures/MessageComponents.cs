namespace ApiSecurity.Authentication;

/// <summary>What of a message a signature can cover (RFC 9421 section 2).</summary>
internal abstract class MessageComponents
{
    /// <returns>The value of a derived component without parameters, or <see langword="null"/> where the message has none such.</returns>
    public abstract string? Derive(string name);

    /// <returns>The query without '?', as it was sent; <see langword="null"/> where there is none.</returns>
    public abstract string? Query { get; }

    /// <returns>The lines of a header field, or <see langword="null"/> where it is not there.</returns>
    public abstract IReadOnlyList<string?>? Lines(string field);
}
