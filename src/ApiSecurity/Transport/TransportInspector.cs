using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ApiSecurity.Transport;

internal sealed class TransportInspector(FeatureOptionsSource<TransportOptions> source, TransportSurroundings surroundings, KestrelState kestrel, StartupState state) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var options = source.Current;
        var https = (options.RequireHttps, options.RedirectToHttps) switch
        {
            (false, _) => "plain HTTP allowed",
            (true, true) => "HTTPS only, redirects",
            _ => "HTTPS only",
        };
        var methods = options.AllowedMethods.Count > 0 ? options.AllowedMethods : TransportOptions.DefaultMethods;
        inspection.Feature("transport", options, $"{https}; methods {string.Join(' ', methods.Order(StringComparer.Ordinal))}");
        if (options.IsEnabled)
        {
            InspectHosts(inspection, options);
            InspectProxies(inspection, options);
            foreach (var endpoint in inspection.Endpoints)
            {
                InspectEndpoint(inspection, endpoint, options.Limits);
            }

            foreach (var note in kestrel.Notes)
            {
                inspection.Note(note);
            }
        }
    }

    private void InspectHosts(StartupInspection inspection, TransportOptions options)
    {
        if (TransportPolicy.Hosts(options, surroundings).IsOpen)
        {
            inspection.Note("any Host header is taken, and X-Forwarded-Host is not: list the API's hosts in ApiSecurity:Transport:AllowedHosts");
        }
    }

    private void InspectProxies(StartupInspection inspection, TransportOptions options)
    {
        if (surroundings.ReadsForwardedHeaders && surroundings.TrustsEveryProxy)
        {
            inspection.Note("the application believes the forwarded headers of everybody (ASPNETCORE_FORWARDEDHEADERS_ENABLED): list its proxies in ApiSecurity:Transport:TrustedProxies instead");
        }
        else if (options.TrustedProxies.Count > 0)
        {
            inspection.Note($"trusted proxies: {string.Join(' ', options.TrustedProxies)}");
        }
    }

    private void InspectEndpoint(StartupInspection inspection, Endpoint endpoint, TransportLimits limits)
    {
        var attributes = endpoint.Metadata.GetOrderedMetadata<RequestLimitsAttribute>();
        if (attributes.Count == 0)
        {
            return;
        }

        var name = EndpointNames.Describe(endpoint);
        if (!state.Steps.Contains(PipelineStep.RequestLimits))
        {
            inspection.Error($"{name} has request limits, but no request passes through them. Call app.UseApiSecurity() or app.UseApiSecurityRequestLimits().");
        }

        if (endpoint.Metadata.GetMetadata<DisableApiSecurityAttribute>() is not null)
        {
            inspection.Error($"{name} has request limits, but DisableApiSecurity takes it out of them. Remove one of the two.");
        }

        if (attributes.Any(attribute => attribute.Options.MaxBytes is not null) && endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null)
        {
            inspection.Error($"{name} has two limits for its body, [RequestLimits(MaxBytes)] and the framework's [RequestSizeLimit]. Remove one of the two.");
        }

        foreach (var own in attributes.Select(attribute => attribute.Options))
        {
            Between(inspection, name, nameof(own.MaxBytes), own.MaxBytes, long.MaxValue, nameof(limits.MaxBodyBytes));
            Between(inspection, name, nameof(own.MaxQueryBytes), own.MaxQueryBytes, limits.MaxQueryBytes, nameof(limits.MaxQueryBytes));
            Between(inspection, name, nameof(own.MaxQueryParameters), own.MaxQueryParameters, limits.MaxQueryParameters, nameof(limits.MaxQueryParameters));
            if (own.Timeout is { } timeout && (timeout < TimeSpan.Zero || timeout > TimeSpan.FromDays(1) || timeout.Ticks % TimeSpan.TicksPerSecond != 0))
            {
                inspection.Error(string.Create(
                    CultureInfo.InvariantCulture, $"{name} has request limits with a time of {timeout}. Write whole seconds, from 0 to a day."));
            }
        }
    }

    private static void Between(StartupInspection inspection, string endpoint, string property, long? value, long maximum, string key)
    {
        if (value < 0)
        {
            inspection.Error(string.Create(CultureInfo.InvariantCulture, $"{endpoint} has request limits with {property} = {value}. Write 0 or more."));
        }
        else if (value > maximum)
        {
            inspection.Error(string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint} has request limits with {property} = {value}, which can't take effect above {maximum}. Write less, or raise ApiSecurity:Transport:Limits:{key}."));
        }
    }
}
