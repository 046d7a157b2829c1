using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace ApiSecurity.Authorization;

/// <summary>Every object that an endpoint asks for has a policy, and an id in the request; else the application does not start.</summary>
internal sealed class ObjectsInspector(ObjectPlans plans, StartupState state) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var guarded = 0;
        foreach (var endpoint in inspection.Endpoints)
        {
            var plan = plans.Get(endpoint);
            guarded += plan.Demands.Count > 0 || plan.Loaders.Count > 0 ? 1 : 0;
            CheckDemands(inspection, endpoint, plan);
            CheckStep(inspection, endpoint, plan);
            foreach (var type in plan.Loaders.Keys)
            {
                CheckPolicy(inspection, $"{EndpointNames.Describe(endpoint)} takes [ObjectReference<{type.Name}>]", type);
            }

            foreach (var error in plan.Errors)
            {
                inspection.Error($"{EndpointNames.Describe(endpoint)} {error}");
            }

            CheckShared(inspection, endpoint, plan.Demands);
            CheckStray(inspection, endpoint);
            ActionsInspection.Check(inspection, endpoint, plan);
            UnreadObjects.Check(inspection, endpoint, plans.References);
        }

        if (plans.Policies.Count > 0)
        {
            inspection.Note($"object policies: {string.Join(", ", plans.Policies.Keys.Select(type => type.Name).Order())}; endpoints that take authorized objects: {guarded}");
        }
    }

    /// <summary>An attribute is no check: without the step that reads it, whoever calls would get the object.</summary>
    private void CheckStep(StartupInspection inspection, Endpoint endpoint, ObjectPlan plan)
    {
        if (!plan.IsEmpty && (!state.Steps.Contains(PipelineStep.Objects) || state.StepsInBranches.Contains(PipelineStep.Objects)))
        {
            inspection.Error(
                $"{EndpointNames.Describe(endpoint)} has [AuthorizeObject] or [ObjectReference], which {PipelineSteps.MethodOf(PipelineStep.Objects)}() reads, and that is "
                + $"{(state.Steps.Contains(PipelineStep.Objects) ? "called in a branch only" : "not called")}. Call app.UseApiSecurity(), or this step after the others.");
        }

        if (!plan.IsEmpty && ShortCircuits.Has(endpoint))
        {
            inspection.Error($"{EndpointNames.Describe(endpoint)} has [AuthorizeObject] or [ObjectReference], which are not read, because ShortCircuit() answers before the pipeline. Remove ShortCircuit().");
        }
    }

    private void CheckDemands(StartupInspection inspection, Endpoint endpoint, ObjectPlan plan)
    {
        foreach (var demand in plan.Demands)
        {
            var what = $"{EndpointNames.Describe(endpoint)} {(demand.IsParameter ? $"takes Authorized<{demand.Object.Name}>" : $"has [AuthorizeObject<{demand.Object.Name}>]")}";
            if (CheckPolicy(inspection, what, demand.Object) && demand.Error is not null)
            {
                inspection.Error($"{what} {demand.Name}, but {demand.Error}");
            }
        }
    }

    private bool CheckPolicy(StartupInspection inspection, string what, Type type)
    {
        var error = !plans.Policies.TryGetValue(type, out var policy) ? ObjectPolicyRegistration.Missing(type)
            : !ObjectKey.CanRead(policy.Key) ? ObjectKey.Unreadable(policy.Key)
            : null;
        if (error is not null)
        {
            inspection.Error($"{what}, but {error}");
        }

        return error is null;
    }

    private static void CheckShared(StartupInspection inspection, Endpoint endpoint, IReadOnlyList<ObjectDemand> demands)
    {
        foreach (var shared in demands.Where(demand => demand is { IsParameter: true, Place: ObjectPlace.Route, Parts.Count: 1 }).GroupBy(demand => demand.Parts[0])
            .Where(group => group.Select(one => one.Object).Distinct().Count() > 1))
        {
            inspection.Error(
                $"{EndpointNames.Describe(endpoint)} takes {string.Join(" and ", shared.Select(one => $"Authorized<{one.Object.Name}>"))} by the same route parameter {{{shared.Key}}}. "
                + "Say which is whose: [ObjectAccess(RouteParameter = \"…\")] before each parameter.");
        }
    }

    private static void CheckStray(StartupInspection inspection, Endpoint endpoint)
    {
        foreach (var parameter in (endpoint.Metadata.GetMetadata<MethodInfo>() ?? endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo)?.GetParameters() ?? [])
        {
            var type = parameter.ParameterType;
            if (parameter.IsDefined(typeof(ObjectAccessAttribute), inherit: true) && AuthorizedParameter.ObjectOf(type) is null)
            {
                inspection.Error(
                    $"{EndpointNames.Describe(endpoint)} has [ObjectAccess] before {type.Name} {parameter.Name}, where it does nothing. "
                    + "Take Authorized<…> of the object's type, or remove the attribute.");
            }
        }
    }
}
