namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The caller lacks a permission that the endpoint requires.</summary>
    public const string PermissionMissing = "permission_missing";

    /// <summary>The client was not granted a scope that the endpoint requires.</summary>
    public const string ScopeMissing = "scope_missing";

    /// <summary>The caller has none of the roles of which the endpoint requires one.</summary>
    public const string RoleMissing = "role_missing";

    /// <summary>The caller has signed in longer ago than the endpoint allows, or the token does not tell when (<c>auth_time</c>, RFC 9470).</summary>
    public const string LoginTooOld = "login_too_old";

    /// <summary>The caller has not signed in as strongly as the endpoint requires (<c>acr</c>, RFC 9470).</summary>
    public const string AcrInsufficient = "acr_insufficient";
}
