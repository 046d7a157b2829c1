using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Authentication;

internal sealed class JwtOptionsRule(IHostEnvironment environment, JwtReload reload) : IOptionsRule<JwtOptions>
{
    public void Check(JwtOptions options, ConfigurationErrors errors)
    {
        var before = errors.Messages.Count;
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(JwtOptions.Mode), "is Report, but a token proves who calls or it does not", "Remove the key. What happens to anonymous callers is for ApiSecurity:Authorization:Mode.");
        }

        CheckAuthority(options.Authority, options, errors);
        CheckIssuers(options, errors);
        CheckDecryption(options, errors);
        CheckAlgorithms(options.ValidAlgorithms, errors);
        CheckTexts(nameof(JwtOptions.ValidAudiences), options.ValidAudiences, errors);
        CheckTexts(nameof(JwtOptions.ValidIssuers), options.ValidIssuers, errors);
        CheckTexts(nameof(JwtOptions.ValidTypes), options.ValidTypes, errors);
        if (options.Audience is not null && string.IsNullOrWhiteSpace(options.Audience))
        {
            errors.Add(nameof(JwtOptions.Audience), "is empty", "Write this API's name as it stands in the tokens' aud, or remove the key.");
        }

        if (options.MaxLifetime is { } lifetime && lifetime <= TimeSpan.Zero)
        {
            errors.Add(nameof(JwtOptions.MaxLifetime), "is no time", "Write a time above zero, \"01:00:00\", or remove the key.");
        }

        // Only with sound options can the scheme be tried.
        if (errors.Messages.Count == before && reload.Check is { } check)
        {
            foreach (var error in check(options))
            {
                errors.Add(error);
            }
        }
    }

    private void CheckIssuers(JwtOptions options, ConfigurationErrors errors)
    {
        var seen = new HashSet<string>(options.ValidIssuers.Append(options.Authority?.TrimEnd('/') ?? string.Empty), StringComparer.Ordinal);
        foreach (var (name, issuer) in options.Issuers)
        {
            var below = errors.Below($"{nameof(JwtOptions.Issuers)}:{name}");
            if (issuer?.Authority is null)
            {
                below.Add(nameof(JwtIssuerOptions.Authority), "is not set, so there are no keys to check this issuer's tokens with", "Write the address of its authorization server: https://partner.example.");
                continue;
            }

            CheckAuthority(issuer.Authority, options, below);
            CheckAlgorithms(issuer.ValidAlgorithms, below);
            CheckTexts(nameof(JwtOptions.ValidAudiences), issuer.ValidAudiences, below);
            CheckTexts(nameof(JwtOptions.ValidIssuers), issuer.ValidIssuers, below);
            CheckTexts(nameof(JwtOptions.ValidTypes), issuer.ValidTypes, below);
            CheckTexts(nameof(JwtIssuerOptions.Tenant), issuer.Tenant is { } tenant ? [tenant] : [], below);
            CheckTexts(nameof(JwtIssuerOptions.SubjectPrefix), issuer.SubjectPrefix is { } prefix ? [prefix] : [], below);
            if (!JwtIssuers.NamesOf(issuer).Select(text => text.TrimEnd('/')).Distinct(StringComparer.Ordinal).All(seen.Add))
            {
                below.Add(nameof(JwtIssuerOptions.Authority), "is an issuer that is configured in another place too", "Keep one of the two: a token has one issuer.");
            }

            if (issuer is { Tenant: null, SubjectPrefix: null })
            {
                below.Add(nameof(JwtIssuerOptions.Tenant), "is not set, and SubjectPrefix isn't either, so this issuer could call somebody by the sub that another issuer has given to somebody else", "Write the tenant that its callers belong to, or a SubjectPrefix: \"partner:\".");
            }
        }
    }

    private static void CheckDecryption(JwtOptions options, ConfigurationErrors errors)
    {
        for (var index = 0; index < options.DecryptionKeyFiles.Count; index++)
        {
            try
            {
                JwtDecryption.Read(options.DecryptionKeyFiles[index]);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or System.Security.Cryptography.CryptographicException)
            {
                errors.Add($"{nameof(JwtOptions.DecryptionKeyFiles)}:{index}", "is not a file with a private key", "Write the path of a PEM file with an RSA or EC private key.");
            }
        }
    }

    private void CheckAuthority(string? address, JwtOptions options, ConfigurationErrors errors)
    {
        if (!options.RequireHttpsMetadata && !environment.IsDevelopment() && ReferenceEquals(address, options.Authority))
        {
            errors.Add(nameof(JwtOptions.RequireHttpsMetadata), "is false outside of Development, so whoever sits on the wire could give out keys of their own", "Remove the key.");
        }

        if (address is null)
        {
            return;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && authority.Scheme != Uri.UriSchemeHttp))
        {
            errors.Add(nameof(JwtOptions.Authority), "is not a URL", "Write the address of your authorization server: https://id.example.com.");
        }
        else if (authority.Scheme != Uri.UriSchemeHttps && options.RequireHttpsMetadata)
        {
            errors.Add(nameof(JwtOptions.Authority), "is not an https URL", "Write https://…; or, in Development, set ApiSecurity:Jwt:RequireHttpsMetadata to false.");
        }
    }

    private static void CheckAlgorithms(IList<string> algorithms, ConfigurationErrors errors)
    {
        for (var index = 0; index < algorithms.Count; index++)
        {
            if (!JwtDefaults.KnownAlgorithms.Contains(algorithms[index] ?? string.Empty))
            {
                errors.Add($"{nameof(JwtOptions.ValidAlgorithms)}:{index}", "is not an algorithm that can be accepted", $"Write one of {string.Join(", ", JwtDefaults.Algorithms)}.");
            }
        }
    }

    private static void CheckTexts(string key, IList<string> texts, ConfigurationErrors errors)
    {
        for (var index = 0; index < texts.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(texts[index]))
            {
                errors.Add($"{key}:{index}", "is empty", "Write a text, or remove the key.");
            }
        }
    }
}
