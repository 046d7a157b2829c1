using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>Adds the scheme <c>Bearer</c>, or takes over the one that the application has added, before or after.</summary>
internal sealed class JwtRegistration : IPostConfigureOptions<AuthenticationOptions>
{
    public static void Add(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(JwtRegistration)))
        {
            return;
        }

        // AddJwtBearer would add the scheme at once, and throw where the application adds it too; what else it registers is wanted.
        var scratch = new ServiceCollection();
        new AuthenticationBuilder(scratch).AddJwtBearer();
        services.TryAddEnumerable(scratch.Where(service =>
            service.ServiceType == typeof(IConfigureOptions<JwtBearerOptions>) || service.ServiceType == typeof(IPostConfigureOptions<JwtBearerOptions>))
            .Where(service => service.ImplementationType is not null));
        services.AddSingleton<JwtRegistration>();
        services.AddSingleton<IPostConfigureOptions<AuthenticationOptions>>(provider => provider.GetRequiredService<JwtRegistration>());
        services.AddSingleton<JwtBearerSetup>();
        services.AddSingleton<JwtCheck>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>>(provider => provider.GetRequiredService<JwtBearerSetup>());
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(provider => provider.GetRequiredService<JwtBearerSetup>());
        services.AddSingleton<IValidateOptions<JwtBearerOptions>, JwtBearerRule>();
        services.TryAddTransient<JwtBearerHandler>();
    }

    public void PostConfigure(string? name, AuthenticationOptions options)
    {
        if (!options.SchemeMap.ContainsKey(JwtBearerDefaults.AuthenticationScheme))
        {
            options.AddScheme<JwtBearerHandler>(JwtBearerDefaults.AuthenticationScheme, displayName: null);
        }

        // An application with several schemes and no choice of its own gets this one; any choice stays.
        if (options is { DefaultScheme: null, DefaultAuthenticateScheme: null, DefaultChallengeScheme: null, DefaultForbidScheme: null })
        {
            options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme;
        }
    }
}
