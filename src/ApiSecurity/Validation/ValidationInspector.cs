using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Validation;

internal sealed class ValidationInspector(FeatureOptionsSource<RequestValidationOptions> options, ValidationPlans plans, JsonContracts json, XmlContracts xml) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        var checkedBodies = 0;
        if (current.IsEnabled)
        {
            foreach (var endpoint in inspection.Endpoints)
            {
                checkedBodies += plans.Get(endpoint).Rule is null && json.Get(endpoint).Schema is null ? 0 : 1;
            }
        }

        inspection.Feature("validation", current, $"bodies checked: {checkedBodies}, up to {current.MaxBodyBytes} bytes where the endpoint does not say");
        foreach (var endpoint in inspection.Endpoints)
        {
            if ((json.Get(endpoint).Error ?? xml.Get(endpoint).Error) is { } error)
            {
                inspection.Error($"{EndpointNames.Describe(endpoint)}: {error}");
            }

            Tell(inspection, endpoint, current);
        }
    }

    private void Tell(StartupInspection inspection, Endpoint endpoint, RequestValidationOptions current)
    {
        if (endpoint.Metadata.GetMetadata<DisableRequestValidationAttribute>() is { } disabled)
        {
            inspection.Exposed(EndpointNames.Describe(endpoint), $"no request validation: {disabled.Reason}");
        }
        else if (current.IsEnabled && plans.Get(endpoint).Gap is { } gap)
        {
            inspection.Exposed(EndpointNames.Describe(endpoint), $"its body is not validated: {gap}");
        }
    }
}
