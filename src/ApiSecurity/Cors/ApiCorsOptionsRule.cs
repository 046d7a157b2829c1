using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Cors;

internal sealed class ApiCorsOptionsRule(IHostEnvironment environment) : IOptionsRule<ApiCorsOptions>
{
    private const int MaximumEntries = 1000;

    public void Check(ApiCorsOptions options, ConfigurationErrors errors)
    {
        CheckPolicy(options, errors);
        foreach (var (name, policy) in options.Policies)
        {
            var below = errors.Below($"{nameof(options.Policies)}:{name}");
            CheckPolicy(policy, below);
            if (policy.Origins.Count == 0)
            {
                below.Add(nameof(policy.Origins), "is empty, so the policy allows nobody", "List an origin, or remove the policy.");
            }
        }

        if (options.Origins.Count == 0 && IsChanged(options))
        {
            errors.Add(
                nameof(options.Origins),
                "is empty, so what the other keys beside it say has no effect",
                "List the origins, or remove Methods, Headers, ExposedHeaders, AllowCredentials, AllowPrivateNetwork and PreflightMaxAge.");
        }

        CheckCrossSite(options.CrossSite, errors.Below(nameof(options.CrossSite)));
    }

    private static bool IsChanged(ApiCorsOptions options) =>
        options.Methods.Count + options.Headers.Count + options.ExposedHeaders.Count > 0
        || options.AllowCredentials || options.AllowPrivateNetwork || options.PreflightMaxAge != CorsDefaults.PreflightMaxAge;

    private static void CheckCrossSite(CrossSiteOptions options, ConfigurationErrors errors)
    {
        OptOut.CheckReason(options.DisabledReason, errors, "Say why this part is off, or remove the key to leave it on.");

        for (var index = 0; index < options.ExemptPaths.Count; index++)
        {
            if (options.ExemptPaths[index] is not ['/', _, ..] path || path.AsSpan().ContainsAny("*?#{}"))
            {
                errors.Add($"{nameof(options.ExemptPaths)}:{index}", "is not the path of one address", "Write it whole, from its slash on: /signin-oidc.");
            }
        }
    }

    private void CheckPolicy(ICorsPolicySettings policy, ConfigurationErrors errors)
    {
        CheckOrigins(policy, errors);
        CheckTokens(nameof(policy.Methods), policy.Methods, "GET", errors);
        CheckTokens(nameof(policy.Headers), policy.Headers, "Content-Type", errors);
        CheckTokens(nameof(policy.ExposedHeaders), policy.ExposedHeaders, "ETag", errors);
        for (var index = 0; index < policy.Methods.Count; index++)
        {
            if (policy.Methods[index] is { } method && method.AsSpan().ContainsAnyInRange('a', 'z'))
            {
                errors.Add($"{nameof(policy.Methods)}:{index}", "has small letters, and methods are case-sensitive", "Write it in capitals: PATCH.");
            }
        }

        if (policy.PreflightMaxAge < TimeSpan.Zero || policy.PreflightMaxAge > CorsDefaults.MaximumPreflightMaxAge)
        {
            errors.Add(nameof(policy.PreflightMaxAge), "is not a time between 00:00:00 and 02:00:00", "Write \"00:10:00\" for ten minutes.");
        }
    }

    private void CheckOrigins(ICorsPolicySettings policy, ConfigurationErrors errors)
    {
        if (policy.Origins.Count > MaximumEntries)
        {
            errors.Add(nameof(policy.Origins), "has more than 1000 entries", "Use a wildcard: https://*.shop.example.");
            return;
        }

        for (var index = 0; index < policy.Origins.Count; index++)
        {
            var key = $"{nameof(policy.Origins)}:{index}";
            if (policy.Origins[index] == "*")
            {
                CheckAnyOrigin(key, policy, errors);
            }
            else if (OriginRule.Check(policy.Origins[index], environment.IsDevelopment()) is var (cause, fix))
            {
                errors.Add(key, cause, fix);
            }
        }
    }

    private static void CheckAnyOrigin(string key, ICorsPolicySettings policy, ConfigurationErrors errors)
    {
        if (policy.AllowCredentials)
        {
            errors.Add(key, "is * together with AllowCredentials: every page could act as its visitor", "List the origins one by one.");
        }

        if (policy.Origins.Count > 1)
        {
            errors.Add(key, "is * beside other origins, which then mean nothing", "Remove either.");
        }
    }

    private static void CheckTokens(string key, IList<string> values, string example, ConfigurationErrors errors)
    {
        if (values.Count > MaximumEntries)
        {
            errors.Add(key, "has more than 1000 entries", "List what the pages use.");
            return;
        }

        for (var index = 0; index < values.Count; index++)
        {
            if (values[index] == "*")
            {
                errors.Add($"{key}:{index}", "is *, which would reflect whatever is asked for", $"List them one by one: {example}.");
            }
            else if (!HttpToken.IsValid(values[index], PreflightCheck.MaximumNameLength))
            {
                errors.Add($"{key}:{index}", "is not a name that HTTP allows", $"Write one name an entry: {example}.");
            }
        }
    }
}
