namespace ApiSecurity;

/// <summary>
/// The stable reason codes: what <see cref="SecurityEvent.Reason"/>, the metric tag <c>apisecurity.reason</c> and a problem's
/// <c>code</c> member hold. The page <c>why-was-i-rejected</c> gives cause and fix for each.
/// </summary>
public static partial class ReasonCodes
{
    /// <summary>The application threw an exception.</summary>
    public const string InternalError = "internal_error";

    /// <summary>No acceptable credential came with the request.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>The caller is known but not allowed.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>More requests than a limit allows.</summary>
    public const string RateLimited = "rate_limited";
}
