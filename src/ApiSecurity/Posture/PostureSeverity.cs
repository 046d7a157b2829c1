namespace ApiSecurity.Posture;

/// <summary>How much a finding matters.</summary>
public enum PostureSeverity
{
    /// <summary>Was decided, with a reason: an opt-out.</summary>
    Info = 0,

    /// <summary>Worth looking at once.</summary>
    Low = 1,

    /// <summary>A protection that most APIs need is missing.</summary>
    Medium = 2,

    /// <summary>Somebody gets what is not theirs as soon as they try.</summary>
    High = 3,
}
