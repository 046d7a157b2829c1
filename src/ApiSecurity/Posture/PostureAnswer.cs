namespace ApiSecurity.Posture;

/// <summary>What an endpoint answers a kind of caller, as far as authorization decides.</summary>
public enum PostureAnswer
{
    /// <summary>It can't be told without a request: a policy that can't be had at start, or code that needs more.</summary>
    Unknown = 0,

    /// <summary>The caller gets in.</summary>
    Allowed = 1,

    /// <summary>Who calls is not known: 401.</summary>
    Unauthenticated = 2,

    /// <summary>The caller may not: 403.</summary>
    Forbidden = 3,

    /// <summary>The caller gets in after a recent or stronger login, or with a proof of possession: 401 or 403 until then.</summary>
    StepUp = 4,
}
