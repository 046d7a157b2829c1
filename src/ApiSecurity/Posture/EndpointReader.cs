using System.Reflection;
using ApiSecurity.Authorization;
using ApiSecurity.Cors;
using ApiSecurity.Pipeline;
using ApiSecurity.RateLimiting;
using ApiSecurity.Transport;
using ApiSecurity.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Posture;

/// <summary>Reads one endpoint, by the same plans that its requests go by.</summary>
internal sealed class EndpointReader(
    AccessReader access,
    ObjectReader objectsOf,
    ValidationPlans validation,
    FeatureOptionsSource<RequestValidationOptions> validationOptions,
    RateLimiter limiter,
    RequestPolicySource requests,
    StartupState startup)
{
    public PostureEndpoint Read(Endpoint endpoint)
    {
        PostureObject[] objects = [.. objectsOf.Read(endpoint)];
        var limits = requests.Current.Endpoints.Get(endpoint);
        var limited = requests.Current.IsEnforced && !limits.IsDisabled && startup.Steps.Contains(PipelineStep.RequestLimits);
        return new PostureEndpoint(endpoint)
        {
            Name = EndpointNames.Describe(endpoint),
            DisplayName = endpoint.DisplayName,
            Route = (endpoint as RouteEndpoint) is { } route ? RouteText.Of(route) : null,
            Methods = EndpointNames.MethodsOf(endpoint),
            Hosts = endpoint.Metadata.GetMetadata<IHostMetadata>()?.Hosts ?? [],
            Kind = EndpointKinds.Of(endpoint),
            Access = access.Read(endpoint),
            Parameters = [.. ParameterReader.Read(endpoint, objects)],
            Objects = objects,
            AsksObjectPolicies = AsksObjectPolicies(endpoint),
            Body = Body(endpoint),
            ResponseTypes = [.. ResponseTypes.Of(endpoint)],
            RateLimits = RateLimits(endpoint),
            MaxBodyBytes = limited && limits.MaxBody != long.MaxValue ? limits.MaxBody : null,
            Timeout = limited && limits.Timeout > TimeSpan.Zero ? limits.Timeout : null,
            OptOuts = [.. OptOuts(endpoint.Metadata)],
        };
    }

    private static bool AsksObjectPolicies(Endpoint endpoint) =>
        ParameterReader.TypesOf(endpoint).Contains(typeof(ObjectAuthorizer))
        || (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.ControllerTypeInfo.GetConstructors(BindingFlags.Public | BindingFlags.Instance) ?? [])
            .Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == typeof(ObjectAuthorizer)));

    private PostureBody? Body(Endpoint endpoint)
    {
        var bound = endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action ? BoundBody.OfAction(action) : BoundBody.OfMinimal(endpoint.Metadata);
        var plan = validation.Get(endpoint);
        return bound.Type is null && plan.Gap is null ? null : new PostureBody
        {
            Type = bound.Type,
            IsValidated = plan.Rule is not null && validationOptions.Current.IsEnforced && startup.Steps.Contains(PipelineStep.Validation),
            Gap = plan.Gap,
        };
    }

    private string[] RateLimits(Endpoint endpoint)
    {
        var limits = limiter.Limits;
        if (!limits.Options.IsEnforced)
        {
            return [];
        }

        var own = limits.For(endpoint);
        return
        [
            .. startup.Steps.Contains(PipelineStep.LimitsByAddress) ? own.ByAddress.Select(limit => limit.ToString()) : [],
            .. startup.Steps.Contains(PipelineStep.LimitsByCaller) ? own.ByCaller.Select(limit => limit.ToString()) : [],
        ];
    }

    private static IEnumerable<PostureOptOut> OptOuts(EndpointMetadataCollection metadata)
    {
        foreach (var item in metadata)
        {
            var reason = item switch
            {
                PublicEndpointAttribute open => open.Reason,
                DisableApiSecurityAttribute off => off.Reason,
                DisableRequestValidationAttribute off => off.Reason,
                DisableInspectionAttribute off => off.Reason,
                AllowLessProtectionAttribute less => less.Reason,
                AllowUncheckedIdsAttribute ids => ids.Reason,
                AllowCrossSiteAttribute cross => cross.Reason,
                _ => null,
            };
            if (reason is not null)
            {
                yield return new PostureOptOut(item.GetType().Name[..^"Attribute".Length], reason);
            }
        }
    }
}
