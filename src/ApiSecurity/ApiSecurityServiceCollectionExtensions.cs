using ApiSecurity;
using ApiSecurity.Authentication;
using ApiSecurity.Authorization;
using ApiSecurity.Cors;
using ApiSecurity.Errors;
using ApiSecurity.Headers;
using ApiSecurity.Pipeline;
using ApiSecurity.Posture;
using ApiSecurity.RateLimiting;
using ApiSecurity.Transport;
using ApiSecurity.Validation;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ApiSecurity to an application's services.</summary>
public static class ApiSecurityServiceCollectionExtensions
{
    /// <summary>
    /// Adds everything that <c>UseApiSecurity</c> needs, with the options of the configuration section <c>ApiSecurity</c>; an empty or
    /// missing section means closed. Can be called more than once; the services are added once.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <returns>A builder to add further features with.</returns>
    public static ApiSecurityBuilder AddApiSecurity(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(SecurityEventHub)))
        {
            return new ApiSecurityBuilder(services);
        }

        AddPipeline(services);
        AddFeature(services, options => options.Headers);
        AddFeature(services, options => options.Errors);
        AddFeature(services, options => options.Transport);
        AddFeature(services, options => options.Cors);
        AddFeature(services, options => options.RateLimiting);
        AddFeature(services, options => options.Jwt);
        AddFeature(services, options => options.Introspection);
        AddFeature(services, options => options.AccessTokens);
        AddFeature(services, options => options.ProofOfPossession);
        AddFeature(services, options => options.HttpSignatures);
        AddFeature(services, options => options.ClientCertificates);
        AddFeature(services, options => options.CredentialCache);
        AddFeature(services, options => options.ProtectedResource);
        AddFeature(services, options => options.ApiKeys);
        AddFeature(services, options => options.Basic);
        AddFeature(services, options => options.Revocation);
        AddFeature(services, options => options.Lockout);
        AddFeature(services, options => options.Authorization);
        AddFeature(services, options => options.OpaqueIds);
        AddFeature(services, options => options.AccessDecisions);
        AddFeature(services, options => options.Validation);
        AddFeature(services, options => options.Inspection);
        AddFeature(services, options => options.Posture);
        services.AddHeadersServices();
        services.AddTransportServices();
        services.AddErrorsServices();
        services.AddCorsServices();
        services.AddRateLimitingServices();
        services.AddAuthenticationServices();
        services.AddAuthorizationServices();
        services.AddObjectServices();
        services.AddPropertyServices();
        services.AddValidationServices();
        services.AddPostureServices();
        return new ApiSecurityBuilder(services);
    }

    /// <summary>
    /// Adds everything that <c>UseApiSecurity</c> needs, with the options of the configuration section <c>ApiSecurity</c> and then of
    /// <paramref name="configure"/>, which goes last and so decides.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>A builder to add further features with.</returns>
    public static ApiSecurityBuilder AddApiSecurity(this IServiceCollection services, Action<ApiSecurityOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = services.AddApiSecurity();
        services.Configure(configure);
        return builder;
    }

    private static void AddPipeline(IServiceCollection services)
    {
        services.AddOptions<ApiSecurityOptions>().ValidateOnStart();
        services.AddSingleton<ApiSecurityOptionsSetup>();
        services.AddSingleton<IConfigureOptions<ApiSecurityOptions>>(provider => provider.GetRequiredService<ApiSecurityOptionsSetup>());
        services.AddSingleton<IPostConfigureOptions<ApiSecurityOptions>>(provider => provider.GetRequiredService<ApiSecurityOptionsSetup>());
        services.AddSingleton<IValidateOptions<ApiSecurityOptions>, ApiSecurityOptionsValidator>();
        services.AddSingleton<ApiSecurityOptionsSource>();
        services.AddSingleton<ApiSecurityModeSource>(provider => provider.GetRequiredService<ApiSecurityOptionsSource>());

        services.AddRouting();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StartupState>();
        services.AddSingleton<SecurityEventMetrics>();
        services.AddSingleton<SecurityEventHub>();
        services.AddSingleton<ManagementEvents>();
        services.AddHostedService(provider => provider.GetRequiredService<SecurityEventHub>());
        services.AddSingleton<ProblemWriter>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<ResourceMetadataAddress>();
        services.AddSingleton<IStartupInspector, PipelineInspector>();
        services.AddSingleton<IStartupFilter, StartupFilter>();
    }

    private static void AddFeature<TOptions>(IServiceCollection services, Func<ApiSecurityOptions, TOptions> project)
        where TOptions : FeatureOptions =>
        services.AddSingleton<FeatureOptionsSource<TOptions>>(
            provider => new ProjectedOptionsSource<TOptions>(provider.GetRequiredService<ApiSecurityOptionsSource>(), project));
}
