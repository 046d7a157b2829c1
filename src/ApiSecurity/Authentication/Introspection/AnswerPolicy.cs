namespace ApiSecurity.Authentication;

/// <summary>What an answer about a token is held against: the options of the server and of the feature.</summary>
internal sealed class AnswerPolicy(IntrospectionServerOptions server, IntrospectionOptions options)
{
    public string? Audience { get; } = server.Audience;

    public bool RequireAudience { get; } = server.RequireAudience;

    public string? Authority { get; } = server.Authority;

    public string[] ValidIssuers { get; } = [.. server.ValidIssuers];

    public TimeSpan ClockSkew { get; } = options.ClockSkew;

    public TimeSpan CacheLifetime { get; } = options.CacheLifetime;

    public TimeSpan InactiveCacheLifetime { get; } = options.InactiveCacheLifetime;

    public string NameClaimType { get; } = options.NameClaimType;

    public string RoleClaimType { get; } = options.RoleClaimType;

    public bool IsIssuer(string? issuer) =>
        ValidIssuers.Length > 0 ? issuer is not null && ValidIssuers.Contains(issuer, StringComparer.Ordinal)
        : issuer is null || Authority is null || ServerAddress.IsSameIssuer(issuer, Authority);
}
