using System.Collections.Frozen;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ApiSecurity.Authentication;

internal static class JwtDefaults
{
    public const string SectionKey = "Jwt";

    /// <summary>What the names of the schemes for further issuers begin with.</summary>
    public const string IssuerSchemePrefix = "Bearer:";

    /// <summary>How often tokens with keys that are not known can have the keys read again.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(30);

    /// <summary>Whether a scheme is the library's own: Bearer, or the one behind it for an issuer of <see cref="JwtOptions.Issuers"/>.</summary>
    public static bool IsOwnScheme(string name) => name == JwtBearerDefaults.AuthenticationScheme || name.StartsWith(IssuerSchemePrefix, StringComparison.Ordinal);

    /// <summary>The issuer of the tokens that <c>dotnet user-jwts</c> makes for a developer.</summary>
    public const string DeveloperIssuer = "dotnet-user-jwts";

    public const string DeveloperAlgorithm = "HS256";

    public const string DeveloperTokenType = "JWT";

    /// <summary>A signature by a key pair: who can check it can't make it.</summary>
    public static readonly string[] Algorithms = ["ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"];

    public static readonly FrozenSet<string> KnownAlgorithms = Algorithms.ToFrozenSet(StringComparer.Ordinal);

    public static readonly string[] ValidTypes = ["at+jwt", "application/at+jwt"];

    /// <summary>Metadata that take longer than this would hold up every request that waits for them.</summary>
    public static readonly TimeSpan BackchannelTimeout = TimeSpan.FromSeconds(10);

    /// <summary>As for the option itself.</summary>
    public static readonly TimeSpan MaximumClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>How long a key that the authorization server has withdrawn goes on being accepted; the framework's is twelve hours.</summary>
    public static readonly TimeSpan MetadataLifetime = TimeSpan.FromHours(1);
}
