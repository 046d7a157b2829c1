namespace ApiSecurity.Posture;

/// <summary>A finding that is accepted for a while (<c>ApiSecurity:Posture:Waivers</c>).</summary>
public sealed class PostureWaiverOptions
{
    /// <summary>Gets or sets the finding's id, one of <see cref="PostureFindingIds"/>.</summary>
    /// <value>There is no default: a waiver needs one.</value>
    public string Finding { get; set; } = string.Empty;

    /// <summary>Gets or sets the endpoint, as the report calls it (<c>GET /orders/{id:guid}</c>) or by its display name; empty for a finding about the whole application.</summary>
    /// <value>The default is empty.</value>
    public string Endpoint { get; set; } = string.Empty;

    /// <summary>Gets or sets why the finding is accepted.</summary>
    /// <value>There is no default: a waiver needs a reason.</value>
    public string Reason { get; set; } = string.Empty;

    /// <summary>Gets or sets the last day (UTC) on which the waiver counts, <c>2027-01-31</c>.</summary>
    /// <value>There is no default: a waiver needs an end.</value>
    public DateOnly? Until { get; set; }
}
