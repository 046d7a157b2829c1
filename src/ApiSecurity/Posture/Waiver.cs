using System.Globalization;

namespace ApiSecurity.Posture;

/// <summary>A finding that is accepted for a while, wherever that was said.</summary>
/// <param name="Where">Where: a key of the configuration, or the attribute.</param>
/// <param name="Finding">The finding's id.</param>
/// <param name="Endpoint">The endpoint by one of its names; empty for the whole application.</param>
/// <param name="Only">The one endpoint that has the attribute.</param>
/// <param name="Source">The attribute.</param>
/// <param name="Until">The last day.</param>
/// <param name="Reason">Why.</param>
internal sealed record Waiver(string Where, string Finding, string Endpoint, PostureEndpoint? Only, WaiveFindingAttribute? Source, DateOnly? Until, string Reason)
{
    public static IEnumerable<Waiver> Of(IList<PostureWaiverOptions> options, IEnumerable<PostureEndpoint> endpoints) =>
    [
        .. options.Select((waiver, index) =>
            new Waiver(string.Create(CultureInfo.InvariantCulture, $"ApiSecurity:Posture:Waivers:{index}"), waiver.Finding, waiver.Endpoint, null, null, waiver.Until, waiver.Reason)),
        .. from endpoint in endpoints
           from waiver in endpoint.Source.Metadata.GetOrderedMetadata<WaiveFindingAttribute>()
           select new Waiver("WaiveFinding", waiver.Finding, endpoint.Name, endpoint, waiver, waiver.Until, waiver.Reason),
    ];

    public bool IsMeant(PostureFinding finding) => Finding == finding.Id && (Only is not null ? finding.Endpoint == Only : finding.Endpoint is { } endpoint
        ? string.Equals(Endpoint, endpoint.Name, StringComparison.OrdinalIgnoreCase) || string.Equals(Endpoint, endpoint.DisplayName, StringComparison.Ordinal)
        : Endpoint.Length == 0);
}
