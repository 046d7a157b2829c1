namespace ApiSecurity.Posture;

/// <summary>What is known of a caller of the matrix.</summary>
public enum PostureCallerKind
{
    /// <summary>Nothing.</summary>
    Anonymous = 0,

    /// <summary>Who it is, and nothing else: no role, no permission.</summary>
    Known = 1,

    /// <summary>Has one role, with what it brings.</summary>
    Role = 2,

    /// <summary>Has one permission.</summary>
    Permission = 3,
}
