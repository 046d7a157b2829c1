using System.Collections.Frozen;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class ApiKeyOptionsRule : IOptionsRule<ApiKeyOptions>
{
    private const int LongestName = 64;

    /// <summary>Headers that mean something else to servers, proxies and browsers, or that a browser sends by itself.</summary>
    private static readonly FrozenSet<string> Taken = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Proxy-Authorization", "Cookie", "Host", "Connection", "Content-Length", "Content-Type", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Via", "Forwarded",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Origin", "Referer", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Date", "Expect", "Range", "DPoP");

    public void Check(ApiKeyOptions options, ConfigurationErrors errors)
    {
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(options.Mode), "is Report, but a key proves who calls or it does not", "Remove the key. What happens to anonymous callers is for ApiSecurity:Authorization:Mode.");
        }

        if (options.HeaderName.Length > LongestName || !options.HeaderName.All(IsNameCharacter))
        {
            errors.Add(nameof(options.HeaderName), "is no name of a header", "Write letters, digits and hyphens: X-Api-Key.");
        }
        else if (Taken.Contains(options.HeaderName))
        {
            errors.Add(nameof(options.HeaderName), "is a header with a meaning of its own", "Write another: X-Api-Key. Authorization is read in any case: Authorization: ApiKey ….");
        }

        if (options.QueryParameterName is { } parameter && (parameter.Length is 0 or > LongestName || !parameter.All(IsNameCharacter)))
        {
            errors.Add(nameof(options.QueryParameterName), "is no name that can stand in an address as it is", "Write letters, digits, hyphens and underscores: api_key; or remove the key, and have clients send a header.");
        }

        if (!ApiKeyText.IsPrefix(options.Prefix))
        {
            errors.Add(nameof(options.Prefix), "does not have the form of a prefix", ApiKeyText.PrefixForm);
        }

        if (options.MaxLifetime is { } lifetime && lifetime <= TimeSpan.Zero)
        {
            errors.Add(nameof(options.MaxLifetime), "is no time", "Write a time above zero, \"90.00:00:00\", or remove the key.");
        }

        foreach (var (id, key) in options.Keys)
        {
            CheckKey(id, key, errors.Below($"{nameof(options.Keys)}:{id}"));
        }
    }

    private static void CheckKey(string id, ConfiguredApiKeyOptions key, ConfigurationErrors errors)
    {
        if (!ApiKeyText.IsId(id))
        {
            errors.Add(string.Empty, "has an id that no key can have", ApiKeyText.IdForm);
        }

        // The value is not repeated: somebody may have put the key itself here.
        if (key.Hash.Length != ApiKeyText.HashLength * 2 || !key.Hash.All(char.IsAsciiHexDigit))
        {
            errors.Add(nameof(key.Hash), "is no hash of a key", "Write the 64 hexadecimal digits that GeneratedApiKey.Generate().Hash has; never the key itself.");
        }

        var checkedKey = new NewApiKey
        {
            Name = key.Name ?? "key",
            Owner = key.Owner,
            Scopes = [.. key.Scopes],
            Permissions = [.. key.Permissions],
            Tenant = key.Tenant,
            Plan = key.Plan,
            AllowedNetworks = [.. key.AllowedNetworks],
        };
        foreach (var (member, cause, fix) in ApiKeyRules.Check(checkedKey))
        {
            errors.Add(member, cause, fix);
        }
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}
