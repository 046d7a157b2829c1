using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>Who meets it now does not meet it for ever, so no answer to it may be remembered.</summary>
internal sealed class RecentLoginRequirement(TimeSpan maxAge) : IAuthorizationRequirement
{
    /// <summary>By how much the authorization server's clock may be ahead.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public TimeSpan MaxAge { get; } = maxAge;

    public bool IsMetBy(Caller caller, DateTimeOffset now) => caller.AuthenticationTime is { } time && now - time <= MaxAge && time - now <= ClockSkew;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"The caller must have signed in within {MaxAge:c}.");
}
