using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>What requires access has a decision point to ask, and an id in its route; else the application does not start.</summary>
internal sealed class AccessInspector(IServiceProvider services, IServiceProviderIsService registered, FeatureOptionsSource<AccessDecisionOptions> options) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var hasPoint = registered.IsService(typeof(IAccessDecisionPoint));
        if (hasPoint && options.Current.Endpoint is null && services.GetService<IAccessDecisionPoint>() is AuthZenDecisionPoint)
        {
            inspection.Error("AddAuthZen() was called, but ApiSecurity:AccessDecisions:Endpoint is not set. Write the decision point's address: https://pdp.example.com.");
        }

        var count = 0;
        foreach (var endpoint in inspection.Endpoints)
        {
            foreach (var required in endpoint.Metadata.GetOrderedMetadata<RequireAccessAttribute>())
            {
                count++;
                if (!hasPoint)
                {
                    inspection.Error($"{EndpointNames.Describe(endpoint)} requires access to {required.ResourceType}, but there is no decision point. Add one: AddApiSecurity().AddAccessDecisions<…>() or AddAuthZen().");
                }

                if (endpoint is RouteEndpoint route && route.RoutePattern.GetParameter(required.RouteParameter) is null)
                {
                    inspection.Error($"{EndpointNames.Describe(endpoint)} requires access to {required.ResourceType}, but its route has no {{{required.RouteParameter}}}. Name the parameter with the id: RequireAccess(\"{required.Action}\", \"{required.ResourceType}\", \"…\").");
                }
            }
        }

        if (hasPoint)
        {
            inspection.Note($"access decisions: asked by {count} endpoints; when there is none: {options.Current.OnUnavailable}");
        }
    }
}
