using ApiSecurity.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>Stops the start where tokens could not be asked about, or where what is configured for that is not in use.</summary>
internal sealed class IntrospectionInspector(FeatureOptionsSource<IntrospectionOptions> options, IServiceProvider services, IConfiguration? configuration = null) : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:{IntrospectionDefaults.SectionKey}";

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        if (services.GetService<TokenIntrospection>() is null)
        {
            if (current.Servers.Count > 0 || (configuration?.GetSection(Section).GetChildren().Any() ?? false))
            {
                inspection.Error($"{Section} is configured, but no authorization server is asked about tokens. Call builder.Services.AddApiSecurity().AddIntrospection(), or remove the section.");
            }

            return;
        }

        if (current.IsEnabled && current.Servers.Count == 0)
        {
            inspection.Error($"{Section}:Servers is empty, so there is no authorization server to ask about tokens. Name one: \"Servers\": {{ \"main\": {{ \"Authority\": \"https://id.example.com\", … }} }}.");
        }

        var always = new IntrospectionOptions { DisabledReason = current.DisabledReason };
        inspection.Feature("introspection", always, string.Join(", ", current.Servers.Keys.Order(StringComparer.Ordinal)));
        foreach (var (name, _) in current.Servers.Where(server => !server.Value.RequireAudience))
        {
            inspection.Note($"tokens of the authorization server {name} are accepted without an audience, also such as were made for other APIs");
        }
    }
}
