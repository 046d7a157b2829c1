using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authentication;

/// <summary>Stops the start where users are configured and no password is accepted, or passwords are accepted and there are no users.</summary>
internal sealed class BasicInspector(FeatureOptionsSource<BasicOptions> options, IServiceProvider services, IConfiguration? configuration = null) : IStartupInspector
{
    private const string Section = $"{ApiSecurityOptions.SectionName}:{nameof(ApiSecurityOptions.Basic)}";

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        if (services.GetService<BasicUsers>() is not { } users)
        {
            if (current.Users.Count > 0 || (configuration?.GetSection(Section).GetChildren().Any() ?? false))
            {
                inspection.Error($"{Section} is configured, but no password is accepted. Call builder.Services.AddApiSecurity().AddBasic(), or remove the section.");
            }

            return;
        }

        if (users.Store is null && current is { IsEnabled: true, Users.Count: 0 })
        {
            inspection.Error($"AddBasic() is called, but there are no users: none in {Section}:Users, and no store. Add a user to the section, or name a store: AddBasic(basic => basic.UseStore<MyUsers>()).");
        }

        inspection.Feature("passwords", current, string.Create(
            CultureInfo.InvariantCulture, $"{current.Users.Count} users in the configuration{(users.Store is { } store ? $", {store.GetType().Name}" : string.Empty)}; over TLS only"));
    }
}
