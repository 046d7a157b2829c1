using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>Which attacks there are for which endpoints.</summary>
internal static class Probes
{
    public static IEnumerable<SecurityTestCase> CasesOf(PostureReport report, SecurityTestOptions options) =>
        from endpoint in report.Endpoints
        where endpoint.Kind is PostureEndpointKind.Handler or PostureEndpointKind.Controller && endpoint.Route is not null && !options.Skip.ContainsKey(endpoint.Name)
        from probe in Enum.GetValues<SecurityProbe>()
        where !options.Without.Contains(probe) && IsFor(probe, endpoint)
        select new SecurityTestCase(endpoint, probe);

    public static Task RunAsync(SecurityProbe probe, ProbeContext context, CancellationToken cancellationToken) => probe switch
    {
        SecurityProbe.Objects => ObjectProbe.RunAsync(context, cancellationToken),
        SecurityProbe.Lists => ListProbe.RunAsync(context, cancellationToken),
        SecurityProbe.Access => AccessProbe.RunAsync(context, cancellationToken),
        SecurityProbe.Methods => MethodProbe.RunAsync(context, cancellationToken),
        SecurityProbe.Properties => PropertyProbe.RunAsync(context, cancellationToken),
        SecurityProbe.Cors => CorsProbe.RunAsync(context, cancellationToken),
        SecurityProbe.Headers => HeaderProbe.RunAsync(context, cancellationToken),
        SecurityProbe.Errors => ErrorProbe.RunAsync(context, cancellationToken),
        SecurityProbe.Limits => LimitProbe.RunAsync(context, cancellationToken),
        SecurityProbe.Addresses => AddressProbe.RunAsync(context, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(probe)),
    };

    private static bool IsFor(SecurityProbe probe, PostureEndpoint endpoint) => probe switch
    {
        SecurityProbe.Objects => endpoint.Objects.Count > 0 || endpoint.Parameters.Count > 0 || endpoint.Body is not null,
        SecurityProbe.Lists => endpoint.Methods.Count == 0 || endpoint.Methods.Contains("GET"),
        SecurityProbe.Errors => endpoint.Parameters.Count > 0 || endpoint.Body is not null || endpoint.Methods.Any(method => method is "POST" or "PUT" or "PATCH"),
        SecurityProbe.Addresses => AddressProbe.IsFor(endpoint),
        _ => true,
    };
}
