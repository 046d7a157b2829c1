using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>What an endpoint asks of its callers, put together for the start-up checks.</summary>
internal static class EndpointRequirements
{
    /// <returns>The requirements, also those of a fallback; <see langword="null"/> where a policy can't be had at start.</returns>
    public static IReadOnlyList<IAuthorizationRequirement>? Of(Endpoint endpoint, IAuthorizationPolicyProvider provider)
    {
        if (!provider.AllowsCachingPolicies)
        {
            // What it says now is no word for what it will say, and asking might change that.
            return null;
        }

        var metadata = endpoint.Metadata;
        try
        {
            // At start there is nobody to keep waiting.
            var policy = AuthorizationPolicy.CombineAsync(
                provider, metadata.GetOrderedMetadata<IAuthorizeData>(), metadata.GetOrderedMetadata<AuthorizationPolicy>()).GetAwaiter().GetResult();
            var data = metadata.GetOrderedMetadata<IAuthorizationRequirementData>().SelectMany(item => item.GetRequirements());
            return [.. (policy?.Requirements ?? []).Concat(data).Distinct()];
        }
#pragma warning disable CA1031 // A provider of the application's own, which may need more than there is at start; requests will tell.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
