using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Cors;

/// <summary>Tells what is open, and holds the application's own policies to what the configuration's are held to.</summary>
internal sealed class CorsInspector(
    FeatureOptionsSource<ApiCorsOptions> options, CorsPolicies policies, IOptions<CorsOptions> appOptions, IServiceScopeFactory scopes)
    : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var rules = policies.Rules;
        inspection.Feature("cors", options.Current, Describe(rules));
        if (!options.Current.IsEnabled)
        {
            return;
        }

        InspectConfiguration(rules, inspection);
        var named = InspectEndpoints(rules, inspection);
        InspectPolicies(rules, named, inspection);
    }

    private static string Describe(CorsRules rules)
    {
        var count = rules.Options.Origins.Count;
        var named = rules.Named.Count == 0 ? string.Empty : $"; policies {string.Join(", ", rules.Named.Keys.Order(StringComparer.Ordinal))}";
        return rules.Default switch
        {
            null => $"no origin allowed by default{named}",
            { AllowAnyOrigin: true } => $"every origin, without credentials{named}",
            { SupportsCredentials: true } => string.Create(CultureInfo.InvariantCulture, $"origins: {count}, with credentials{named}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"origins: {count}{named}"),
        };
    }

    private static void InspectConfiguration(CorsRules rules, StartupInspection inspection)
    {
        var crossSite = rules.Options.CrossSite;
        if (crossSite.DisabledReason is { } reason)
        {
            inspection.Exposed("protection against cross-site request forgery is off", reason);
        }

        if (crossSite.AllowSameSite)
        {
            inspection.Exposed("state-changing requests with cookies", "ApiSecurity:Cors:CrossSite:AllowSameSite: every subdomain may send them");
        }

        foreach (var path in rules.ExemptPaths.Order(StringComparer.Ordinal))
        {
            inspection.Exposed(path, "ApiSecurity:Cors:CrossSite:ExemptPaths: other sites' pages may post to it");
        }

        if (rules.Default is { AllowAnyOrigin: true })
        {
            inspection.Exposed("every endpoint without a policy of its own", "ApiSecurity:Cors:Origins is *: every page may read its answers");
        }
    }

    private HashSet<string> InspectEndpoints(CorsRules rules, StartupInspection inspection)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in inspection.Endpoints)
        {
            var cors = policies.Describe(endpoint);
            if (cors.IsExcluded)
            {
                continue;
            }

            if (endpoint.Metadata.GetMetadata<AllowCrossSiteAttribute>() is { } attribute)
            {
                inspection.Exposed(EndpointNames.Describe(endpoint), $"other sites' pages may send it requests: {attribute.Reason}");
            }

            if (cors.Policy is { } policy)
            {
                InspectPolicy($"The CORS policy of {EndpointNames.Describe(endpoint)}", policy, rules, inspection);
            }
            else if (cors.PolicyName is { } name && named.Add(name) && !IsKnown(name, rules))
            {
                Tell(
                    $"{EndpointNames.Describe(endpoint)} names the CORS policy {name}, which does not exist. "
                    + $"Add ApiSecurity:Cors:Policies:{name}, or correct the name.",
                    rules,
                    inspection);
            }
        }

        return named;
    }

    private bool IsKnown(string name, CorsRules rules)
    {
        if (rules.Named.ContainsKey(name) || appOptions.Value.GetPolicy(name) is not null)
        {
            return true;
        }

        // A provider of the application's own may know more names, and may live in a scope.
        using var scope = scopes.CreateScope();
        return !AppPolicies.AreComplete(scope.ServiceProvider.GetRequiredService<ICorsPolicyProvider>());
    }

    private void InspectPolicies(CorsRules rules, HashSet<string> named, StartupInspection inspection)
    {
        var defaultName = appOptions.Value.DefaultPolicyName;
        foreach (var (name, policy) in AppPolicies.Of(appOptions.Value, named))
        {
            var isDefault = name == defaultName;
            InspectPolicy(isDefault ? "The default CORS policy of AddCors" : $"The CORS policy {name} of AddCors", policy, rules, inspection);
            if (rules.Named.ContainsKey(name))
            {
                inspection.Error(
                    $"The CORS policy {name} is in ApiSecurity:Cors:Policies and in AddCors, and only one can count. Remove either.");
            }

            if (isDefault && rules.Default is not null)
            {
                inspection.Error(
                    "ApiSecurity:Cors:Origins and AddDefaultPolicy of AddCors both set the default CORS policy, and only one can count. Remove either.");
            }
            else if (isDefault)
            {
                inspection.Note("CORS: endpoints without a policy of their own have the default policy of AddCors");
            }
            else if (!named.Contains(name))
            {
                inspection.Note(
                    $"CORS: no endpoint names the policy {name} of AddCors. An app.UseCors(\"{name}\") after UseApiSecurity() does not get to "
                    + "decide: make it the default (AddDefaultPolicy), name it at the endpoints (RequireCors), or write it as ApiSecurity:Cors");
            }
        }
    }

    private static void InspectPolicy(string what, CorsPolicy policy, CorsRules rules, StartupInspection inspection)
    {
        var any = policy.AllowAnyOrigin || Allows(policy, $"https://{Guid.NewGuid():N}.invalid");
        if (any && policy.SupportsCredentials)
        {
            Tell(
                $"{what} allows every origin together with credentials, so every page can act as its visitor. List the origins with WithOrigins.",
                rules,
                inspection);
        }
        else if (any)
        {
            inspection.Exposed(what, "every page may read the answers");
        }

        if (!policy.AllowAnyOrigin && !any && Allows(policy, "null"))
        {
            Tell($"{what} allows the origin null, which any sandboxed frame can send. Remove it.", rules, inspection);
        }

        if (policy.AllowAnyMethod || policy.AllowAnyHeader)
        {
            inspection.Note($"CORS: {what} reflects whatever method or header is asked for; list them with WithMethods and WithHeaders");
        }
    }

    private static bool Allows(CorsPolicy policy, string origin)
    {
        try
        {
            return policy.IsOriginAllowed(origin);
        }
#pragma warning disable CA1031 // A predicate of the application's own that can't take this origin does not allow it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>Stops the start, or only tells in Report mode, which must not stop an application that runs today.</summary>
    private static void Tell(string message, CorsRules rules, StartupInspection inspection)
    {
        if (rules.Enforced)
        {
            inspection.Error(message);
        }
        else
        {
            inspection.Note($"CORS, stops the start in Enforce mode: {message}");
        }
    }
}
