using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;
using MvcJsonOptions = Microsoft.AspNetCore.Mvc.JsonOptions;

namespace ApiSecurity.Validation;

/// <summary>Finds what each endpoint binds its body to, and keeps the rule with the endpoint.</summary>
internal sealed class ValidationPlans
{
    private readonly EndpointCache<ValidationPlan> _plans;
    private readonly BodyRules _minimal;
    private readonly Lazy<MvcBodies> _mvc;

    public ValidationPlans(
        FeatureOptionsSource<RequestValidationOptions> options, IOptions<HttpJsonOptions> http, IOptions<MvcJsonOptions> mvcJson, IOptions<MvcOptions> mvc)
    {
        _plans = new EndpointCache<ValidationPlan>(Compile);
        _minimal = new BodyRules(http.Value.SerializerOptions, jsonNames: false, options.Current.AllowUnknownMembers);
        _mvc = new Lazy<MvcBodies>(() => new MvcBodies(mvcJson.Value, mvc.Value, options.Current.AllowUnknownMembers));
        options.OnChange(changed =>
        {
            _minimal.Reset(changed.AllowUnknownMembers);
            if (_mvc.IsValueCreated)
            {
                _mvc.Value.Rules.Reset(changed.AllowUnknownMembers);
            }

            _plans.Clear();
        });
    }

    public ValidationPlan Get(Endpoint endpoint) => _plans.Get(endpoint);

    private ValidationPlan Compile(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        if (metadata.GetMetadata<DisableApiSecurityAttribute>() is not null || metadata.GetMetadata<DisableRequestValidationAttribute>() is not null)
        {
            return ValidationPlan.None;
        }

        var plan = metadata.GetMetadata<ControllerActionDescriptor>() is { } action
            ? _mvc.Value.Compile(action)
            : Plan(_minimal, BoundBody.OfMinimal(metadata), JsonReaders.Minimal);
        return plan.Rule is null ? plan : plan with { MaxBody = MaxBody(metadata) };
    }

    private static int? MaxBody(EndpointMetadataCollection metadata) => OwnBodyLimit.Of(metadata) is { } own ? (int)Math.Clamp(own, 0, Array.MaxLength) : null;

    /// <summary>The plan for a body that is bound so.</summary>
    public static ValidationPlan Plan(BodyRules rules, BoundBody bound, JsonReaders readers)
    {
        if (bound.Type is not { } type)
        {
            return ValidationPlan.None with { Gap = bound.Gap };
        }

        if (rules.HasReferences)
        {
            return ValidationPlan.None with { Gap = "its JSON may use references ($ref), which the schema does not follow" };
        }

        return rules.Find(type) is not { } rule ? ValidationPlan.None with { Gap = $"no schema can be made of {type.Name}" }
            : rules.OwnConverter(type) is not { } converter ? new ValidationPlan(rule, readers, Gap: bound.Gap)
            : new ValidationPlan(rule, readers, Gap: $"it is read by a converter of its own ({converter}), so any JSON without duplicates passes");
    }
}
