namespace ApiSecurity.Authentication;

/// <summary>What a <see cref="ReplayGuard"/> knows of an id.</summary>
internal enum ReplayAnswer
{
    /// <summary>It was not used before.</summary>
    First,

    /// <summary>It was used already, or its time is over.</summary>
    Again,

    /// <summary>Nobody can tell: the store is full, or failed. Not to be let through.</summary>
    Unknown,
}
