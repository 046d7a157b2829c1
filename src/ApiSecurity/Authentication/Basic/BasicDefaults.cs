namespace ApiSecurity.Authentication;

/// <summary>Names around passwords (RFC 7617).</summary>
public static class BasicDefaults
{
    /// <summary>The name of the authentication scheme, and the word before the credential in <c>Authorization</c>: <c>Basic</c>.</summary>
    public const string AuthenticationScheme = "Basic";
}
