using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Authorization;

/// <summary>
/// Compares the endpoints of each route (broken function-level authorization): where reading is guarded, changing must not be guarded less.
/// </summary>
internal sealed class FunctionsInspector(FeatureOptionsSource<ApiAuthorizationOptions> options, IAuthorizationPolicyProvider policies) : IStartupInspector
{
    private const int MaximumLines = 50;

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        var lines = Find(inspection.Endpoints, current.IsEnabled).ToArray();
        foreach (var line in current.OnLessProtectedMethod == LessProtectedMethod.Fail ? lines : lines.Take(MaximumLines))
        {
            if (current.OnLessProtectedMethod == LessProtectedMethod.Fail)
            {
                inspection.Error(line + " Ask for the same there; or say why not with .AllowLessProtection(\"…\").");
            }
            else
            {
                inspection.Note(line);
            }
        }

        if (lines.Length > MaximumLines && current.OnLessProtectedMethod == LessProtectedMethod.Warn)
        {
            inspection.Note(string.Create(CultureInfo.InvariantCulture, $"{lines.Length - MaximumLines} more endpoints ask for less than GET of their route does"));
        }
    }

    private IEnumerable<string> Find(IReadOnlyList<Endpoint> endpoints, bool denyByDefault)
    {
        foreach (var route in endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true }).GroupBy(RouteKey.Of))
        {
            RouteEndpoint[] readers = [.. route.Where(Reads)];
            foreach (var writer in readers.Length == 0 ? [] : route.Where(Writes))
            {
                if (Compare(writer, readers, denyByDefault) is { } line)
                {
                    yield return line;
                }
            }
        }
    }

    private string? Compare(RouteEndpoint writer, RouteEndpoint[] readers, bool denyByDefault)
    {
        if (writer.Metadata.GetMetadata<AllowLessProtectionAttribute>() is not null || writer.Metadata.GetMetadata<DisableApiSecurityAttribute>() is not null
            || EndpointDemands.Of(writer, policies, denyByDefault) is not { } own)
        {
            return null;
        }

        foreach (var reader in readers)
        {
            if (!ReferenceEquals(reader, writer) && EndpointDemands.Of(reader, policies, denyByDefault)?.Beyond(own) is { Count: > 0 } more)
            {
                return $"{EndpointNames.Describe(writer)} asks for less than {EndpointNames.Describe(reader)} does, which also asks for: {string.Join("; ", more)}.";
            }
        }

        return null;
    }

    private static bool Reads(RouteEndpoint endpoint) => MethodsOf(endpoint).Any(method => HttpMethods.IsGet(method) || HttpMethods.IsHead(method));

    /// <summary>An endpoint without methods takes all that no other of its route does.</summary>
    private static bool Writes(RouteEndpoint endpoint) => MethodsOf(endpoint) is var methods && (methods.Count == 0 || methods.Any(method =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method) || HttpMethods.IsQuery(method))));

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
}
