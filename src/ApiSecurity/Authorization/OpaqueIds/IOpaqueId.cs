namespace ApiSecurity.Authorization;

/// <summary>An opaque id, seen by code that does not know its types.</summary>
internal interface IOpaqueId
{
    /// <summary>The type of the object.</summary>
    Type Object { get; }

    /// <summary>The id that is kept; <see langword="null"/> if the text was none.</summary>
    object? Kept { get; }
}
