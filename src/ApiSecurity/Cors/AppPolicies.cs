using System.Reflection;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace ApiSecurity.Cors;

/// <summary>The policies that the application added with <c>AddCors</c>.</summary>
internal static class AppPolicies
{
    /// <summary>
    /// All of them where the framework lets us see them (it keeps the list to itself), else the default one and those that endpoints name.
    /// </summary>
    public static IEnumerable<(string Name, CorsPolicy Policy)> Of(CorsOptions options, IEnumerable<string> named)
    {
        var map = typeof(CorsOptions).GetProperty("PolicyMap", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(options);
        IEnumerable<string> names = map is IDictionary<string, (CorsPolicy, Task<CorsPolicy>)> all
            ? all.Keys
            : named.Append(options.DefaultPolicyName);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (options.GetPolicy(name) is { } policy)
            {
                yield return (name, policy);
            }
        }
    }

    /// <summary>Whether all policies are in the options; a provider of the application's own may know more.</summary>
    public static bool AreComplete(ICorsPolicyProvider provider) =>
        provider is DefaultCorsPolicyProvider or ConfiguredCorsPolicyProvider { Inner: DefaultCorsPolicyProvider };
}
