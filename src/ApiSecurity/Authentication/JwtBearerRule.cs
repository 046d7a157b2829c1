using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>
/// Refuses options of the scheme <c>Bearer</c> from which the application has taken the library's checks after they were put in: at start, and whenever
/// options are made anew.
/// </summary>
internal sealed class JwtBearerRule : IValidateOptions<JwtBearerOptions>
{
    public ValidateOptionsResult Validate(string? name, JwtBearerOptions options)
    {
        if (name != JwtBearerDefaults.AuthenticationScheme)
        {
            return ValidateOptionsResult.Skip;
        }

        var errors = new List<string>();
        if (options.EventsType is not null)
        {
            errors.Add("JwtBearerOptions.EventsType of the scheme Bearer is set in PostConfigure, so tokens would not be checked. Set it in Configure<JwtBearerOptions>(\"Bearer\", …), where it is taken over.");
        }
        else if (options.Events is not JwtEvents)
        {
            errors.Add("JwtBearerOptions.Events of the scheme Bearer is replaced in PostConfigure, so tokens would not be checked. Replace it in Configure<JwtBearerOptions>(\"Bearer\", …), where it is taken over; or set single handlers on the one that is there: options.Events.OnTokenValidated = ….");
        }

        if (options.UseSecurityTokenValidators)
        {
            errors.Add("JwtBearerOptions.UseSecurityTokenValidators of the scheme Bearer is true, and the older validators don't check all that is checked here. Remove the line.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
