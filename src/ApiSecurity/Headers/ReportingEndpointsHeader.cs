namespace ApiSecurity.Headers;

/// <summary>The header <c>Reporting-Endpoints</c>, for the policies that report.</summary>
internal static class ReportingEndpointsHeader
{
    public const string Default = "default";

    public static void AddTo(IDictionary<string, string> headers, IDictionary<string, string> endpoints)
    {
        if (endpoints.Count > 0 && (endpoints.ContainsKey(Default) || headers.Values.Any(value => value.Contains("report-to", StringComparison.Ordinal))))
        {
            headers.TryAdd(HeaderPresets.ReportingEndpoints, string.Join(", ", endpoints.Select(endpoint => $"{endpoint.Key}=\"{endpoint.Value}\"")));
        }
    }
}
