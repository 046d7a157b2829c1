namespace ApiSecurity;

/// <summary>How much attention an event deserves.</summary>
public enum SecurityEventSeverity
{
    /// <summary>Everyday: a mistyped request, an expired token.</summary>
    Low = 0,

    /// <summary>Worth counting: a refused permission, a limit reached.</summary>
    Medium = 1,

    /// <summary>No honest client does this: a forged token, an attack pattern, another tenant's object.</summary>
    High = 2,
}
