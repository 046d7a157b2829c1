using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Authentication;

internal sealed class AccessTokensOptionsRule(IHostEnvironment environment) : IOptionsRule<AccessTokensOptions>
{
    public void Check(AccessTokensOptions options, ConfigurationErrors errors)
    {
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(options.Mode), "is Report, but there is nothing here to report", "Remove the key; DisabledReason has requests sent without tokens.");
        }

        foreach (var (name, client) in options.Clients)
        {
            Check(client, errors.Below($"{nameof(options.Clients)}:{name}"));
        }
    }

    private void Check(AccessTokenClientOptions client, ConfigurationErrors errors)
    {
        var isDevelopment = environment.IsDevelopment();
        OAuthClientRule.Check(client, errors, isDevelopment);
        OAuthClientRule.CheckAddress(nameof(client.TokenEndpoint), client.TokenEndpoint, errors, isDevelopment);
        if (client.Authority is null && client.TokenEndpoint is null)
        {
            errors.Add(nameof(client.TokenEndpoint), "is not set, and there is no Authority to ask for it", "Write the address of the authorization server: https://id.example.com.");
        }

        for (var index = 0; index < client.AllowedHosts.Count; index++)
        {
            if (!Uri.TryCreate(client.AllowedHosts[index], UriKind.Absolute, out var address) || !ServerAddress.IsAllowed(address, isDevelopment) || address.PathAndQuery != "/")
            {
                errors.Add($"{nameof(client.AllowedHosts)}:{index}", "is not scheme and host", "Write https://api.example.com; in Development also http://localhost….");
            }
        }

        for (var index = 0; index < client.Resources.Count; index++)
        {
            // RFC 8707 section 2.
            if (!Uri.TryCreate(client.Resources[index], UriKind.Absolute, out var resource) || resource.Fragment.Length > 0)
            {
                errors.Add($"{nameof(client.Resources)}:{index}", "is no absolute URI without a fragment", "Write the API's address or name: https://api.example.com.");
            }
        }
    }
}
