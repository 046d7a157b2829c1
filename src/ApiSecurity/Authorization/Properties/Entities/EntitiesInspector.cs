using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>What a client sends does not become what is kept: an entity as a body stops the start, unless somebody has said why it may.</summary>
internal sealed class EntitiesInspector(FeatureOptionsSource<ApiAuthorizationOptions> options, EntityBodies bodies) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        foreach (var endpoint in inspection.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<DisableApiSecurityAttribute>() is null))
        {
            try
            {
                Check(inspection, endpoint, options.Current.IsEnforced);
            }
            catch (PropertyRuleException)
            {
                // Told by who looks at the rules.
            }
        }
    }

    private void Check(StartupInspection inspection, Endpoint endpoint, bool stops)
    {
        foreach (var bound in bodies.Of(endpoint))
        {
            var name = EndpointNames.Describe(endpoint);
            if (bound.Reason is { } reason)
            {
                inspection.Exposed(name, $"clients may set all members of the entity {bound.Entity.Name}: {reason}");
                continue;
            }

            var told = $"{name} binds the entity {bound.Entity.Name} from what a client sends ({bound.Place}), so a client can set each of its members.";
            if (stops)
            {
                inspection.Error($"{told} Take a type that has what clients may set and nothing else; or say why it may be, on the type or the parameter: [BindableEntity(\"…\")].");
            }
            else
            {
                inspection.Note(told);
            }
        }
    }
}
