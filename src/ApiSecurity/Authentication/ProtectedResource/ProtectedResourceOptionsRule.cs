using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class ProtectedResourceOptionsRule : IOptionsRule<ProtectedResourceOptions>
{
    public void Check(ProtectedResourceOptions options, ConfigurationErrors errors)
    {
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(options.Mode), "is Report, but nothing is refused here", "Remove the key; DisabledReason has the address answer 404.");
        }

        if (options.Resource is { } resource && !ResourceIdentifier.IsOne(resource))
        {
            errors.Add(nameof(options.Resource), "is not a resource identifier", "Write the API's address, with https and without query, fragment and percent-encoding: https://api.example.com/v1.");
        }

        for (var index = 0; index < options.AuthorizationServers.Count; index++)
        {
            if (!IsAddress(options.AuthorizationServers[index]) || options.AuthorizationServers[index].Contains('?', StringComparison.Ordinal) || options.AuthorizationServers[index].Contains('#', StringComparison.Ordinal))
            {
                errors.Add($"{nameof(options.AuthorizationServers)}:{index}", "is not an issuer identifier", "Write it as the server's metadata do, with https and without query and fragment: https://id.example.com (RFC 8414 section 2).");
            }
        }

        for (var index = 0; index < options.Scopes.Count; index++)
        {
            if (options.Scopes[index].Length == 0 || options.Scopes[index].Any(letter => letter is '"' or '\\' or < '!' or > '~'))
            {
                errors.Add($"{nameof(options.Scopes)}:{index}", "is not a scope", "Write one scope, in visible ASCII without quote and backslash (RFC 6749 section 3.3).");
            }
        }

        CheckPage(nameof(options.Documentation), options.Documentation, errors);
        CheckPage(nameof(options.Policy), options.Policy, errors);
        CheckPage(nameof(options.TermsOfService), options.TermsOfService, errors);
        if (options.Name is { } name && string.IsNullOrWhiteSpace(name))
        {
            errors.Add(nameof(options.Name), "is empty", "Write the API's name, or remove the key.");
        }
    }

    private static void CheckPage(string key, string? page, ConfigurationErrors errors)
    {
        if (page is not null && !IsAddress(page))
        {
            errors.Add(key, "is not an address", "Write it with https: https://docs.example.com.");
        }
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0;
}
