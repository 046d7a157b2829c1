using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>Stops the start where tokens could not be checked, or where what is configured for them is not in use.</summary>
internal sealed class JwtInspector(
    FeatureOptionsSource<JwtOptions> options, IAuthenticationSchemeProvider schemes, IServiceProvider services, IConfiguration? configuration = null) : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:{JwtDefaults.SectionKey}";

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        if (services.GetService<JwtCheck>() is not { } check)
        {
            if (current.Authority is not null || current.Audience is not null || (configuration?.GetSection(Section).GetChildren().Any() ?? false))
            {
                inspection.Error($"{Section} is configured, but no token is accepted. Call builder.Services.AddApiSecurity().AddJwt(), or remove the section.");
            }

            return;
        }

        // The options that are checked below are those of a JwtBearerHandler: another handler would not ask for them.
        if (schemes.GetSchemeAsync(JwtBearerDefaults.AuthenticationScheme).GetAwaiter().GetResult() is { } scheme && !typeof(JwtBearerHandler).IsAssignableFrom(scheme.HandlerType))
        {
            inspection.Error($"the scheme Bearer is one of {scheme.HandlerType.Name}, not of JwtBearer, so AddJwt() would check no token. Give that scheme another name, AddPolicyScheme(\"Any\", …), and leave Bearer to AddJwt(); or remove AddJwt().");
        }

        string[] errors = [.. check.ErrorsOfCurrent(current)];
        if (errors.Length == 0 && check.AcceptsDeveloperTokens(current))
        {
            inspection.Note("tokens of dotnet user-jwts are accepted, because this is Development");
        }

        if (errors.Length == 0 && check.ClockSkewOfOthers(current) is { } skew)
        {
            inspection.Note($"JwtBearerOptions of the scheme Bearer have a ClockSkew of {skew}, which counts instead of {Section}:ClockSkew ({current.ClockSkew})");
        }

        foreach (var error in errors)
        {
            inspection.Error(error);
        }

        // From here on a reload that would not have let the application start is not used.
        services.GetRequiredService<JwtReload>().Check = check.ErrorsOfTried;
    }
}
