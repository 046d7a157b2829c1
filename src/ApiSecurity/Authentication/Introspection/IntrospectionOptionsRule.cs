using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Authentication;

internal sealed class IntrospectionOptionsRule(IHostEnvironment environment) : IOptionsRule<IntrospectionOptions>
{
    private const int MaximumPrefixLength = 64;

    public void Check(IntrospectionOptions options, ConfigurationErrors errors)
    {
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(options.Mode), "is Report, but a token proves who calls or it does not", "Remove the key. What happens to anonymous callers is for ApiSecurity:Authorization:Mode.");
        }

        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, server) in options.Servers)
        {
            var below = errors.Below($"{nameof(options.Servers)}:{name}");
            Check(server, below);
            if (!prefixes.Add(server.TokenPrefix ?? string.Empty))
            {
                below.Add(nameof(server.TokenPrefix), "is that of another server, so it can't be told whose a token is", "Give each server's tokens a prefix of their own; one server can be without.");
            }
        }
    }

    private void Check(IntrospectionServerOptions server, ConfigurationErrors errors)
    {
        OAuthClientRule.Check(server, errors, environment.IsDevelopment());
        OAuthClientRule.CheckAddress(nameof(server.Endpoint), server.Endpoint, errors, environment.IsDevelopment());
        if (server.Authority is null && server.Endpoint is null)
        {
            errors.Add(nameof(server.Endpoint), "is not set, and there is no Authority to ask for it", "Write the address of the authorization server: https://id.example.com.");
        }

        if (server.RequireSignedResponse && server.Authority is null)
        {
            errors.Add(nameof(server.Authority), "is not set, but the keys of signed answers come from there", "Write the address of the authorization server, or set RequireSignedResponse to false.");
        }

        if (string.IsNullOrWhiteSpace(server.Audience) && (server.RequireAudience || server.Audience is not null))
        {
            errors.Add(nameof(server.Audience), "is not set, so tokens that were made for other APIs could not be told apart", "Write this API's name as it stands in the answers' aud; or, if the server sends none and its every token is meant for this API, set RequireAudience to false.");
        }

        for (var index = 0; index < server.ValidIssuers.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(server.ValidIssuers[index]))
            {
                errors.Add($"{nameof(server.ValidIssuers)}:{index}", "is empty", "Write a text, or remove the key.");
            }
        }

        if (server.TokenPrefix is { } prefix && (prefix.Length is 0 or > MaximumPrefixLength || !OpaqueToken.HasForm(prefix)))
        {
            errors.Add(nameof(server.TokenPrefix), "is not how a token can begin", "Write up to 64 letters, digits and signs of -._~+/; or remove the key.");
        }
    }
}
