namespace ApiSecurity.Authentication;

internal static class IntrospectionDefaults
{
    public const string SectionKey = "Introspection";

    public const string Scheme = "Introspection";

    /// <summary>And the server's name.</summary>
    public const string HttpClientPrefix = "ApiSecurity.Introspection:";

    /// <summary>RFC 9701 section 4.</summary>
    public const string SignedMediaType = "application/token-introspection+jwt";

    /// <summary>How often in a row a server fails before it is left alone for a while.</summary>
    public const int FailuresToBreak = 5;

    public const int MaximumClaims = 1000;
}
