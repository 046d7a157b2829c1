using Microsoft.AspNetCore.Cors.Infrastructure;

namespace ApiSecurity.Cors;

/// <summary>A policy from the configuration, in the framework's form, so that everything that knows <see cref="CorsPolicy"/> can use it.</summary>
internal sealed class ConfiguredCorsPolicy : CorsPolicy
{
    public ConfiguredCorsPolicy(ICorsPolicySettings settings)
    {
        Add(Origins, settings.Origins);
        Add(Methods, settings.Methods.Count > 0 ? settings.Methods : CorsDefaults.Methods);
        Add(Headers, settings.Headers.Count > 0 ? settings.Headers : CorsDefaults.Headers);
        Add(ExposedHeaders, settings.ExposedHeaders);
        SupportsCredentials = settings.AllowCredentials;
        PreflightMaxAge = settings.PreflightMaxAge;
        AllowPrivateNetwork = settings.AllowPrivateNetwork;
        if (!AllowAnyOrigin)
        {
            IsOriginAllowed = new OriginSet(settings.Origins).Allows;
        }
    }

    public bool AllowPrivateNetwork { get; }

    private static void Add(IList<string> target, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            target.Add(value);
        }
    }
}
