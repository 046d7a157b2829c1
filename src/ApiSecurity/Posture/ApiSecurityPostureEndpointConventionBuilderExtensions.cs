using ApiSecurity.Posture;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoint conventions of the posture report.</summary>
public static class ApiSecurityPostureEndpointConventionBuilderExtensions
{
    /// <summary>Accepts a finding of the posture report for the endpoint for a while; see <see cref="WaiveFindingAttribute"/>.</summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="finding">The finding's id, one of <see cref="PostureFindingIds"/>.</param>
    /// <param name="until">The last day (UTC) on which the waiver counts: <c>2027-01-31</c>.</param>
    /// <param name="reason">Why the finding is accepted.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">There is no such finding, no such day, or no reason.</exception>
    public static TBuilder WaiveFinding<TBuilder>(this TBuilder builder, string finding, string until, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var attribute = new WaiveFindingAttribute(finding, until, reason);
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }
}
