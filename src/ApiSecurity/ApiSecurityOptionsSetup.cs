using ApiSecurity.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ApiSecurity;

/// <summary>Binds the section <c>ApiSecurity</c>, and remembers what in it could not be bound for the validator to tell.</summary>
internal sealed class ApiSecurityOptionsSetup(IConfiguration? configuration = null)
    : IConfigureOptions<ApiSecurityOptions>, IPostConfigureOptions<ApiSecurityOptions>
{
    public void Configure(ApiSecurityOptions options)
    {
        if (configuration is null)
        {
            return;
        }

        var section = configuration.GetSection(ApiSecurityOptions.SectionName);
        var errors = new ConfigurationErrors(ApiSecurityOptions.SectionName);
        var unusable = ConfigurationShape.Check(section, typeof(ApiSecurityOptions), errors);
        options.BindingErrors = errors.Messages;
        Without(section, unusable).Bind(options);
    }

    /// <summary>Gives every feature the root's mode where it has none of its own.</summary>
    public void PostConfigure(string? name, ApiSecurityOptions options)
    {
        foreach (var (_, feature) in options.Features())
        {
            feature.EffectiveMode = feature.Mode ?? options.Mode;
        }
    }

    /// <summary>The section without the values that would make the binder throw: all errors are to be told at once.</summary>
    private static IConfiguration Without(IConfigurationSection section, IReadOnlyList<string> unusable)
    {
        if (unusable.Count == 0)
        {
            return section;
        }

        var usable = section.AsEnumerable(makePathsRelative: true)
            .Where(pair => !unusable.Any(key => pair.Key.StartsWith(key, StringComparison.OrdinalIgnoreCase)));
        return new ConfigurationBuilder().AddInMemoryCollection(usable).Build();
    }
}
