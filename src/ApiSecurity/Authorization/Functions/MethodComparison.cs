using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Authorization;

/// <summary>An endpoint that asks for less than one that reads by the same route.</summary>
/// <param name="Writer">The one that asks for less.</param>
/// <param name="Reader">The one that asks for more.</param>
/// <param name="More">What it asks for beyond.</param>
internal sealed record MethodComparison(RouteEndpoint Writer, RouteEndpoint Reader, IReadOnlyList<string> More)
{
    public override string ToString() => $"{EndpointNames.Describe(Writer)} {Text}";

    /// <summary>What is wrong with the writer, as a clause.</summary>
    public string Text => $"asks for less than {EndpointNames.Describe(Reader)} does, which also asks for: {string.Join("; ", More)}.";

    public static IEnumerable<MethodComparison> Find(IReadOnlyList<Endpoint> endpoints, IAuthorizationPolicyProvider policies, bool denyByDefault)
    {
        foreach (var route in endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true }).GroupBy(RouteKey.Of))
        {
            RouteEndpoint[] readers = [.. route.Where(Reads)];
            foreach (var writer in readers.Length == 0 ? [] : route.Where(Writes))
            {
                if (Compare(writer, readers, policies, denyByDefault) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    private static MethodComparison? Compare(RouteEndpoint writer, RouteEndpoint[] readers, IAuthorizationPolicyProvider policies, bool denyByDefault)
    {
        if (writer.Metadata.Any(item => item is AllowLessProtectionAttribute or PublicEndpointAttribute or DisableApiSecurityAttribute)
            || EndpointDemands.Of(writer, policies, denyByDefault) is not { } own)
        {
            return null;
        }

        foreach (var reader in readers)
        {
            if (!ReferenceEquals(reader, writer) && EndpointDemands.Of(reader, policies, denyByDefault)?.Beyond(own) is { Count: > 0 } more)
            {
                return new MethodComparison(writer, reader, more);
            }
        }

        return null;
    }

    private static bool Reads(RouteEndpoint endpoint) => EndpointNames.MethodsOf(endpoint).Any(method => HttpMethods.IsGet(method) || HttpMethods.IsHead(method));

    /// <summary>An endpoint without methods takes all that no other of its route does.</summary>
    private static bool Writes(RouteEndpoint endpoint) => EndpointNames.MethodsOf(endpoint) is var methods && (methods.Count == 0 || methods.Any(EndpointNames.Changes));
}
