namespace ApiSecurity.Posture;

/// <summary>What is made of findings at start (<c>ApiSecurity:Posture</c>).</summary>
/// <remarks>In <see cref="ApiSecurityMode.Report"/> mode findings are told, and stop no start. <see cref="FeatureOptions.DisabledReason"/> has them told nowhere but in the report.</remarks>
public sealed class PostureOptions : FeatureOptions
{
    /// <summary>Gets or sets from which severity on a finding that is not waived stops the start.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="PostureSeverity.High"/>, and none in the environment Development, where a warning is logged.</value>
    public PostureSeverity? FailOn { get; set; }

    /// <summary>Gets the findings that are accepted for a while.</summary>
    /// <value>The default is empty.</value>
    public IList<PostureWaiverOptions> Waivers { get; } = [];

    /// <summary>Gets or sets whether the log has the table of all endpoints at start, and not of findings only.</summary>
    /// <value>The default is <see langword="false"/>: the table is logged at <c>Debug</c>.</value>
    public bool LogEndpoints { get; set; }
}
