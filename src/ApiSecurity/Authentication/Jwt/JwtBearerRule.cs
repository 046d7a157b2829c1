using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>
/// Refuses options of the scheme <c>Bearer</c>, or of a further issuer's behind it, from which the application has taken the library's checks after they were put in: at start, and whenever
/// options are made anew.
/// </summary>
internal sealed class JwtBearerRule : IValidateOptions<JwtBearerOptions>
{
    public ValidateOptionsResult Validate(string? name, JwtBearerOptions options)
    {
        if (name is null || !JwtDefaults.IsOwnScheme(name))
        {
            return ValidateOptionsResult.Skip;
        }

        var errors = new List<string>();
        if (options.EventsType is not null)
        {
            errors.Add($"JwtBearerOptions.EventsType of the scheme {name} is set in PostConfigure, so tokens would not be checked. Set it in Configure<JwtBearerOptions>(\"{name}\", …), where it is taken over.");
        }
        else if (options.Events is not JwtEvents)
        {
            errors.Add($"JwtBearerOptions.Events of the scheme {name} is replaced in PostConfigure, so tokens would not be checked. Replace it in Configure<JwtBearerOptions>(\"{name}\", …), where it is taken over; or set single handlers on the one that is there: options.Events.OnTokenValidated = ….");
        }

        if (options.UseSecurityTokenValidators)
        {
            errors.Add($"JwtBearerOptions.UseSecurityTokenValidators of the scheme {name} is true, and the older validators don't check all that is checked here. Remove the line.");
        }

        if (Forwards(name, options) is { } forward)
        {
            errors.Add($"JwtBearerOptions.{forward} of the scheme {name} has another scheme find out who calls, so AddJwt() would check no token. Remove the line; to choose between schemes, give a scheme of another name to AddPolicyScheme(\"Any\", …) and forward from there.");
        }

        errors.AddRange(Check(name, options.TokenValidationParameters));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>As the framework's handler chooses. Where challenges go (<c>ForwardChallenge</c>, <c>ForwardForbid</c>) is the application's to say: no token is accepted there.</summary>
    private static string? Forwards(string name, JwtBearerOptions options) => options switch
    {
        { ForwardAuthenticate: { } itself } when itself == name => null,
        { ForwardAuthenticate: not null } => nameof(options.ForwardAuthenticate),
        { ForwardDefaultSelector: not null } => nameof(options.ForwardDefaultSelector),
        { ForwardDefault: { } other } when other != name => nameof(options.ForwardDefault),
        _ => null,
    };

    private static IEnumerable<string> Check(string name, TokenValidationParameters parameters)
    {
        const string Fix = "If TokenValidationParameters are replaced, set single properties on those that are there: options.TokenValidationParameters.ValidIssuer = …";
        if (!(parameters.ValidAlgorithms?.Any() ?? false))
        {
            yield return $"TokenValidationParameters.ValidAlgorithms of the scheme {name} are empty, so every token would be refused. {Fix}; what is accepted stands in ApiSecurity:Jwt:ValidAlgorithms.";
        }

        if (parameters.TypeValidator is null && !(parameters.ValidTypes?.Any() ?? false))
        {
            yield return $"TokenValidationParameters.ValidTypes of the scheme {name} are empty, so tokens of every kind would be accepted, ID tokens too. {Fix}; what is accepted stands in ApiSecurity:Jwt:ValidTypes.";
        }

        if (parameters.ClockSkew > JwtDefaults.MaximumClockSkew)
        {
            yield return $"TokenValidationParameters.ClockSkew of the scheme {name} is above five minutes, so tokens would be accepted long after they have expired. Remove the line and write ApiSecurity:Jwt:ClockSkew, up to \"00:05:00\".";
        }
    }
}
