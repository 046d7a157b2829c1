using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Authorization;

/// <summary>Opaque ids have keys, types of which they are, and kinds that can be opaque; else the application does not start.</summary>
internal sealed class OpaqueIdsInspector(
    FeatureOptionsSource<OpaqueIdOptions> options, OpaqueIdNames names, ObjectPlans plans, IHostEnvironment environment) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        if (options.Current.Keys.Count == 0)
        {
            if (environment.IsDevelopment())
            {
                inspection.Note("OPAQUE IDS ARE NOT SECRET: no key is configured, and in Development one is used that everybody knows. Outside of Development the application does not start without ApiSecurity:OpaqueIds:Keys.");
            }
            else
            {
                inspection.Error("AddOpaqueIds() was called, but ApiSecurity:OpaqueIds:Keys has no key. Make one (openssl rand -base64 32 > ids.key) and name it: { \"Id\": \"2026-01\", \"KeyFile\": \"ids.key\" }.");
            }
        }

        foreach (var type in names.Names.Keys)
        {
            if (plans.Policies.TryGetValue(type, out var policy) && OpaqueIdRoutes.KeptAs(policy.Key) is null)
            {
                inspection.Error($"{type.Name} has opaque ids, but the key of {policy.Policy.Name} is {policy.Key.Name}. {OpaqueIdBytes.Unknown(policy.Key)}");
            }
        }

        foreach (var endpoint in inspection.Endpoints)
        {
            foreach (var parameter in (endpoint.Metadata.GetMetadata<MethodInfo>() ?? endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo)?.GetParameters() ?? [])
            {
                Check(inspection, endpoint, Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType);
            }
        }

        inspection.Note($"opaque ids: {string.Join(", ", names.Names.Keys.Select(type => type.Name).Order())}; keys: {options.Current.Keys.Count}");
    }

    private void Check(StartupInspection inspection, Endpoint endpoint, Type type)
    {
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(OpaqueId<,>))
        {
            return;
        }

        var arguments = type.GetGenericArguments();
        if (!names.Names.ContainsKey(arguments[0]))
        {
            inspection.Error($"{EndpointNames.Describe(endpoint)} takes OpaqueId<{arguments[0].Name}, …>, but {arguments[0].Name} has no opaque ids. Add them: AddOpaqueIds(ids => ids.For<{arguments[0].Name}>()).");
        }

        if (!OpaqueIdBytes.CanBe(arguments[1]))
        {
            inspection.Error($"{EndpointNames.Describe(endpoint)} takes OpaqueId<{arguments[0].Name}, {arguments[1].Name}>. {OpaqueIdBytes.Unknown(arguments[1])}");
        }
    }
}
