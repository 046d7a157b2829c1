using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

internal sealed class AccessDecisionOptionsRule : IOptionsRule<AccessDecisionOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(1);

    public void Check(AccessDecisionOptions options, ConfigurationErrors errors)
    {
        if (options.Mode is not null || options.DisabledReason is not null)
        {
            errors.Add(options.Mode is not null ? nameof(options.Mode) : nameof(options.DisabledReason), "has no meaning here", "What an endpoint requires always takes effect: remove the key.");
        }

        if (options.Endpoint is { } endpoint && !IsAddress(endpoint))
        {
            errors.Add(nameof(options.Endpoint), "is no https address", "Write https://…, without user, query or fragment; http only for the machine itself.");
        }

        Check(options.Timeout > TimeSpan.Zero && options.Timeout <= LongestTimeout, nameof(options.Timeout), "is not above zero and at most a minute", "Write a time: 00:00:01.");
        Check(options.AllowLifetime >= TimeSpan.Zero && options.AllowLifetime <= LongestLifetime, nameof(options.AllowLifetime), "is below zero or above an hour", "Write a time: 00:00:10.");
        Check(options.DenyLifetime >= TimeSpan.Zero && options.DenyLifetime <= LongestLifetime, nameof(options.DenyLifetime), "is below zero or above an hour", "Write a time: 00:00:02.");
        Check(options.MaxCacheEntries is >= 2 and <= 10_000_000, nameof(options.MaxCacheEntries), "is below 2 or above 10,000,000", "Write a number in between.");
        Check(options.MaxBatchSize is >= 1 and <= 1000, nameof(options.MaxBatchSize), "is below 1 or above 1,000", "Write a number in between.");
        Check(options.MaxConcurrency is >= 1 and <= 10_000, nameof(options.MaxConcurrency), "is below 1 or above 10,000", "Write a number in between.");
        Check(options.MaxResponseBytes is >= 64 and <= 16_777_216, nameof(options.MaxResponseBytes), "is below 64 or above 16,777,216", "Write a number of bytes in between.");
        Check(Enum.IsDefined(options.OnUnavailable), nameof(options.OnUnavailable), "is none of the values", "Write Unavailable or Deny.");

        void Check(bool isGood, string key, string cause, string fix)
        {
            if (!isGood)
            {
                errors.Add(key, cause, fix);
            }
        }
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 };
}
