namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The caller lacks a permission that the endpoint requires.</summary>
    public const string PermissionMissing = "permission_missing";

    /// <summary>The client was not granted a scope that the endpoint requires.</summary>
    public const string ScopeMissing = "scope_missing";
}
