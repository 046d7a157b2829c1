namespace ApiSecurity.Posture;

/// <summary>The JSON body that an endpoint takes.</summary>
public sealed class PostureBody
{
    internal PostureBody()
    {
    }

    /// <summary>Gets the type that it is bound to; <see langword="null"/> where the handler reads it by itself.</summary>
    public Type? Type { get; internal init; }

    /// <summary>Gets whether it is held against a schema before the endpoint sees it.</summary>
    public bool IsValidated { get; internal init; }

    /// <summary>Gets why it is not, or not in each case; <see langword="null"/> where there is no gap.</summary>
    public string? Gap { get; internal init; }
}
