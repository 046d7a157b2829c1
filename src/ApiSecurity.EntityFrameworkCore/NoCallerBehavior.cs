namespace ApiSecurity.EntityFrameworkCore;

/// <summary>What becomes of queries and saves where there is no caller to ask for.</summary>
public enum NoCallerBehavior
{
    /// <summary>They throw an <see cref="InvalidOperationException"/>, unless the code names a caller or leaves the policies out with a reason.</summary>
    Refuse = 0,

    /// <summary>They are not checked. For applications whose background work is trusted as a whole.</summary>
    Allow = 1,
}
