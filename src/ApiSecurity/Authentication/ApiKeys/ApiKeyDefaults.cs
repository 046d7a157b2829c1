namespace ApiSecurity.Authentication;

/// <summary>What the scheme for API keys is called.</summary>
public static class ApiKeyDefaults
{
    /// <summary>The scheme's name, and that of its credentials in the header <c>Authorization</c>: <c>Authorization: ApiKey …</c>.</summary>
    public const string AuthenticationScheme = "ApiKey";
}
