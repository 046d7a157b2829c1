namespace ApiSecurity;

/// <summary>What happens to a request that a rule would refuse.</summary>
public enum ApiSecurityMode
{
    /// <summary>The request is refused and a <see cref="SecurityEvent"/> tells why.</summary>
    Enforce = 0,

    /// <summary>The request goes on as if the rule were not there; a <see cref="SecurityEvent"/> tells what would have been refused.</summary>
    Report = 1,
}
