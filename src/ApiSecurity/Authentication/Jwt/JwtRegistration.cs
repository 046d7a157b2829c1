using ApiSecurity.Pipeline;
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
        // Before the framework's own, wherever that stands.
        services.Insert(0, ServiceDescriptor.Singleton<IPostConfigureOptions<JwtBearerOptions>, IssuerSetup>());
        services.AddSingleton<IssuerRegistry>();
        services.AddSingleton<JwtIssuers>();
        services.AddSingleton<IHealthProbe>(provider => provider.GetRequiredService<IssuerRegistry>());
        services.AddHostedService<IssuerStart>();
        services.AddSingleton<JwtRegistration>();
        services.AddSingleton<IPostConfigureOptions<AuthenticationOptions>>(provider => provider.GetRequiredService<JwtRegistration>());
        services.AddSingleton<JwtBearerSetup>();
        services.AddSingleton<JwtCheck>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>>(provider => provider.GetRequiredService<JwtBearerSetup>());
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(provider => provider.GetRequiredService<JwtBearerSetup>());
        services.AddSingleton<IValidateOptions<JwtBearerOptions>, JwtBearerRule>();
        services.TryAddTransient<JwtHandler>();
        services.AddSingleton(new CredentialScheme(JwtBearerDefaults.AuthenticationScheme, 1000, JwtEvents.HasToken) { TakesTokens = true });
    }

    public void PostConfigure(string? name, AuthenticationOptions options)
    {
        if (!options.SchemeMap.TryGetValue(JwtBearerDefaults.AuthenticationScheme, out var scheme))
        {
            options.AddScheme<JwtHandler>(JwtBearerDefaults.AuthenticationScheme, displayName: null);
        }
        else if (scheme.HandlerType == typeof(JwtBearerHandler))
        {
            scheme.HandlerType = typeof(JwtHandler);
        }
    }
}
