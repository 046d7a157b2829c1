namespace ApiSecurity.Authentication;

internal static class AccessTokenDefaults
{
    public const string SectionKey = "AccessTokens";

    /// <summary>And the client's name.</summary>
    public const string HttpClientPrefix = "ApiSecurity.AccessTokens:";
}
