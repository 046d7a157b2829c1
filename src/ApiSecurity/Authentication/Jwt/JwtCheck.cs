using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>Whether tokens could be checked with some options.</summary>
internal sealed class JwtCheck(
    JwtBearerSetup setup, IOptionsMonitor<JwtBearerOptions> current, IOptionsFactory<JwtBearerOptions> factory, IHostEnvironment environment)
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:{JwtDefaults.SectionKey}";

    /// <summary>Checks the options that are in use, and has them made if they are not yet: what is wrong with them should not wait for the first request.</summary>
    public IEnumerable<string> ErrorsOfCurrent(JwtOptions options) => SchemesOf(options).SelectMany(scheme => ErrorsOf(options, () => current.Get(scheme)));

    /// <summary>Makes the options of the scheme <c>Bearer</c> from other ones, aside, with all that the application and its other configuration add, and checks them.</summary>
    public IEnumerable<string> ErrorsOfTried(JwtOptions options) =>
        SchemesOf(options).SelectMany(scheme => ErrorsOf(options, () => setup.With(options, () => factory.Create(scheme))));

    public bool AcceptsDeveloperTokens(JwtOptions options) =>
        options.IsEnabled && environment.IsDevelopment() && JwtKeys.HasDeveloperKeys(current.Get(JwtBearerDefaults.AuthenticationScheme).TokenValidationParameters);

    /// <returns>The clock skew in use, where the application has put another one in the place of that of <see cref="JwtOptions"/>.</returns>
    public TimeSpan? ClockSkewOfOthers(JwtOptions options) =>
        current.Get(JwtBearerDefaults.AuthenticationScheme).TokenValidationParameters.ClockSkew is var skew && skew != options.ClockSkew ? skew : null;

    /// <summary>The scheme Bearer, unless all tokens are those of further issuers, and the ones behind it for those.</summary>
    private IEnumerable<string> SchemesOf(JwtOptions options)
    {
        var further = options.Issuers.Keys.Select(name => JwtDefaults.IssuerSchemePrefix + name);
        return options is { Issuers.Count: > 0, Authority: null } && !HasKeys() ? further : further.Prepend(JwtBearerDefaults.AuthenticationScheme);

        bool HasKeys()
        {
            var bearer = current.Get(JwtBearerDefaults.AuthenticationScheme);
            return bearer.ConfigurationManager is not null || JwtKeys.All(bearer.TokenValidationParameters, configuration: null).Count > 0;
        }
    }

    private IEnumerable<string> ErrorsOf(JwtOptions options, Func<JwtBearerOptions> make)
    {
        try
        {
            var bearer = make();
            // Switched off, no token is accepted at all.
            return options.IsEnabled ? [.. ErrorsOf(bearer)] : [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }

    private IEnumerable<string> ErrorsOf(JwtBearerOptions bearer)
    {
        var parameters = bearer.TokenValidationParameters;
        var keys = JwtKeys.All(parameters, configuration: null);
        if (bearer.ConfigurationManager is null && keys.Count == 0 && parameters.IssuerSigningKeyResolver is null && parameters.SignatureValidator is null
            && parameters.SignatureValidatorUsingConfiguration is null)
        {
            yield return $"{Section}:Authority is not set, so there are no keys to check tokens with. Write the address of your authorization server: https://id.example.com. In Development, dotnet user-jwts create makes a key and tokens; build again after the first.";
        }

        if (parameters.ValidateAudience && parameters.AudienceValidator is null && IsEmpty(parameters.ValidAudience, parameters.ValidAudiences))
        {
            yield return $"{Section}:Audience is not set, so tokens that were made for other APIs could not be told apart. Write this API's name as it stands in the tokens' aud.";
        }

        if (parameters.ValidateIssuer && bearer.ConfigurationManager is null && parameters.IssuerValidator is null && parameters.IssuerValidatorUsingConfiguration is null
            && IsEmpty(parameters.ValidIssuer, parameters.ValidIssuers))
        {
            yield return $"{Section}:ValidIssuers is empty and there is no Authority to ask. Write the issuer as it stands in the tokens' iss.";
        }

        if (keys.Exists(key => key is SymmetricSecurityKey) && !(environment.IsDevelopment() && JwtKeys.HasDeveloperKeys(parameters)))
        {
            yield return "The scheme Bearer has a shared secret among its signing keys (Authentication:Schemes:Bearer:SigningKeys, or JwtBearerOptions). Whoever can check a token with it can make one, so algorithms with a shared secret (HS256) are accepted in Development only, with the keys of dotnet user-jwts. Use an authorization server with a key pair.";
        }
    }

    private static bool IsEmpty(string? one, IEnumerable<string>? several) =>
        string.IsNullOrWhiteSpace(one) && !(several?.Any(text => !string.IsNullOrWhiteSpace(text)) ?? false);
}
