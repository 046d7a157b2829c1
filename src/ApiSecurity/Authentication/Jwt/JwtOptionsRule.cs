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

        CheckAuthority(options, errors);
        CheckAlgorithms(options, errors);
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

    private void CheckAuthority(JwtOptions options, ConfigurationErrors errors)
    {
        if (!options.RequireHttpsMetadata && !environment.IsDevelopment())
        {
            errors.Add(nameof(JwtOptions.RequireHttpsMetadata), "is false outside of Development, so whoever sits on the wire could give out keys of their own", "Remove the key.");
        }

        if (options.Authority is null)
        {
            return;
        }

        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && authority.Scheme != Uri.UriSchemeHttp))
        {
            errors.Add(nameof(JwtOptions.Authority), "is not a URL", "Write the address of your authorization server: https://id.example.com.");
        }
        else if (authority.Scheme != Uri.UriSchemeHttps && options.RequireHttpsMetadata)
        {
            errors.Add(nameof(JwtOptions.Authority), "is not an https URL", "Write https://…; or, in Development, set ApiSecurity:Jwt:RequireHttpsMetadata to false.");
        }
    }

    private static void CheckAlgorithms(JwtOptions options, ConfigurationErrors errors)
    {
        for (var index = 0; index < options.ValidAlgorithms.Count; index++)
        {
            if (!JwtDefaults.KnownAlgorithms.Contains(options.ValidAlgorithms[index] ?? string.Empty))
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
