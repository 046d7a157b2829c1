namespace ApiSecurity.Pipeline;

/// <summary>Every way out of a check tells why.</summary>
internal static class OptOut
{
    /// <exception cref="ArgumentException">There is no reason.</exception>
    public static string Because(string? reason) => string.IsNullOrWhiteSpace(reason)
        ? throw new ArgumentException("Say why: the reason is listed at start.", nameof(reason))
        : reason;
}
