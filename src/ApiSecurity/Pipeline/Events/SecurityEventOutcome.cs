namespace ApiSecurity;

/// <summary>What became of the request that an event tells of.</summary>
public enum SecurityEventOutcome
{
    /// <summary>The request was refused.</summary>
    Refused = 0,

    /// <summary>The request would have been refused, but the feature is in <see cref="ApiSecurityMode.Report"/> mode.</summary>
    Reported = 1,

    /// <summary>The request went on; something about it is worth knowing.</summary>
    Observed = 2,

    /// <summary>The application failed: the client was told a status of 500 or above, or nothing more could be told.</summary>
    Failed = 3,
}
