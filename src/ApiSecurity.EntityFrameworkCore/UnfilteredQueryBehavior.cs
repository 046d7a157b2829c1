namespace ApiSecurity.EntityFrameworkCore;

/// <summary>What becomes of a query that did not ask the policy of what it reads.</summary>
public enum UnfilteredQueryBehavior
{
    /// <summary>It throws an <see cref="InvalidOperationException"/> that names the type and the remedy.</summary>
    Throw = 0,

    /// <summary>It gives what the caller may read.</summary>
    Filter = 1,
}
