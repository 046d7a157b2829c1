namespace ApiSecurity.Authentication;

/// <summary>Where in a request a credential stands; the same text in another place is another credential.</summary>
internal enum CredentialKind
{
    /// <summary>The whole value of the header <c>Authorization</c>, with its scheme.</summary>
    Authorization,

    /// <summary>The whole value of the header for API keys.</summary>
    ApiKeyHeader,
}
