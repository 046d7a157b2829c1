using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>Tells by which schemes callers can prove who they are.</summary>
internal sealed class AuthenticationInspector(
    FeatureOptionsSource<JwtOptions> options, IAuthenticationSchemeProvider schemes, IServiceProvider services) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        // A mode makes no sense for it: a credential proves who calls, or it does not.
        var always = new JwtOptions { DisabledReason = options.Current.DisabledReason };
        var all = schemes.GetAllSchemesAsync().GetAwaiter().GetResult().ToArray();
        var byDefault = schemes.GetDefaultAuthenticateSchemeAsync().GetAwaiter().GetResult();
        inspection.Feature("authentication", always, all.Length == 0 ? "no scheme" : string.Join(", ", all.Select(scheme => scheme.Name)));
        var isOurs = services.GetService<JwtRegistration>() is not null;
        foreach (var scheme in all.Where(scheme => typeof(JwtBearerHandler).IsAssignableFrom(scheme.HandlerType)))
        {
            if (!isOurs || scheme.Name != JwtBearerDefaults.AuthenticationScheme)
            {
                inspection.Note($"tokens of the scheme {scheme.Name} are checked by JwtBearer alone, as the application has set it up. AddApiSecurity().AddJwt() checks those of the scheme Bearer.");
            }
        }

        if (all.Length == 0)
        {
            inspection.Note("no authentication scheme is registered, so nobody can prove who they are: every closed endpoint answers 401. Call AddApiSecurity().AddJwt(), or AddAuthentication() with a scheme of yours.");
        }
        else if (byDefault is null)
        {
            inspection.Note("no authentication scheme is the default one: endpoints that name no scheme answer 401 to everybody. Name one in AddAuthentication(\"…\"), or in the default policy.");
        }
    }
}
