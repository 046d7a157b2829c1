using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>Stops the start where tokens could not be checked, or where what is configured for them is not in use.</summary>
internal sealed class JwtInspector(
    FeatureOptionsSource<JwtOptions> options, IServiceProvider services, IHostEnvironment environment, IConfiguration? configuration = null) : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:{JwtDefaults.SectionKey}";

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        if (services.GetService<JwtRegistration>() is null)
        {
            if (current.Authority is not null || current.Audience is not null || (configuration?.GetSection(Section).GetChildren().Any() ?? false))
            {
                inspection.Error($"{Section} is configured, but no token is accepted. Call builder.Services.AddApiSecurity().AddJwt(), or remove the section.");
            }
        }
        else if (current.IsEnabled)
        {
            Check(services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme), inspection);
        }
    }

    private void Check(JwtBearerOptions bearer, StartupInspection inspection)
    {
        var parameters = bearer.TokenValidationParameters;
        var keys = JwtKeys.All(parameters, configuration: null);
        if (bearer.ConfigurationManager is null && keys.Count == 0 && parameters.IssuerSigningKeyResolver is null && parameters.SignatureValidator is null
            && parameters.SignatureValidatorUsingConfiguration is null)
        {
            inspection.Error($"{Section}:Authority is not set, so there are no keys to check tokens with. Write the address of your authorization server: https://id.example.com. In Development, dotnet user-jwts create makes a key and tokens.");
        }

        if (parameters.ValidateAudience && parameters.AudienceValidator is null && IsEmpty(parameters.ValidAudience, parameters.ValidAudiences))
        {
            inspection.Error($"{Section}:Audience is not set, so tokens that were made for other APIs could not be told apart. Write this API's name as it stands in the tokens' aud.");
        }

        if (parameters.ValidateIssuer && bearer.ConfigurationManager is null && parameters.IssuerValidator is null && parameters.IssuerValidatorUsingConfiguration is null
            && IsEmpty(parameters.ValidIssuer, parameters.ValidIssuers))
        {
            inspection.Error($"{Section}:ValidIssuers is empty and there is no Authority to ask. Write the issuer as it stands in the tokens' iss.");
        }

        var secrets = keys.Exists(key => key is SymmetricSecurityKey);
        if (secrets && !(environment.IsDevelopment() && JwtKeys.HasDeveloperKeys(parameters)))
        {
            inspection.Error("The scheme Bearer has a shared secret among its signing keys (Authentication:Schemes:Bearer:SigningKeys, or JwtBearerOptions). Whoever can check a token with it can make one, so algorithms with a shared secret (HS256) are accepted in Development only, with the keys of dotnet user-jwts. Use an authorization server with a key pair.");
        }
        else if (secrets)
        {
            inspection.Note("tokens of dotnet user-jwts are accepted, because this is Development");
        }
    }

    private static bool IsEmpty(string? one, IEnumerable<string>? several) =>
        string.IsNullOrWhiteSpace(one) && !(several?.Any(text => !string.IsNullOrWhiteSpace(text)) ?? false);
}
