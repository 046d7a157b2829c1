namespace ApiSecurity.Authentication;

/// <summary>Names around introspection (RFC 7662).</summary>
public static class IntrospectionDefaults
{
    /// <summary>The name of the authentication scheme: <c>Introspection</c>. Tokens come as <c>Authorization: Bearer</c>.</summary>
    public const string AuthenticationScheme = "Introspection";

    internal const string SectionKey = "Introspection";

    /// <summary>And the server's name.</summary>
    internal const string HttpClientPrefix = "ApiSecurity.Introspection:";

    /// <summary>RFC 9701 section 4.</summary>
    internal const string SignedMediaType = "application/token-introspection+jwt";

    /// <summary>How often in a row a server fails before it is left alone for a while.</summary>
    internal const int FailuresToBreak = 5;

    internal const int MaximumClaims = 1000;
}
