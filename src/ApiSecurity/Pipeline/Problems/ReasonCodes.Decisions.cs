namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The decision point does not let the caller do this with the resource.</summary>
    public const string AccessDenied = "access_denied";

    /// <summary>The decision point could not be asked, or gave no usable answer.</summary>
    public const string AccessDecisionUnavailable = "access_decision_unavailable";
}
