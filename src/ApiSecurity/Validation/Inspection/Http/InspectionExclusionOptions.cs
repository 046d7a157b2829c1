namespace ApiSecurity.Validation;

/// <summary>What inspection leaves alone (<c>ApiSecurity:Inspection:Exclusions</c>). Everything that is given has to fit; at least one of rule, place and path has to be given.</summary>
public sealed class InspectionExclusionOptions
{
    /// <summary>Gets or sets the rule's id, as events name it (<c>sql.union</c>), or a class (<c>Sql</c>).</summary>
    /// <value>The default is empty: every rule.</value>
    public string Rule { get; set; } = string.Empty;

    /// <summary>
    /// Gets or sets the place, as events name it: <c>body:/comment</c>, <c>query:q</c>, <c>header:x-note</c>, <c>cookie:theme</c>, <c>form:text</c>, <c>path</c>.
    /// A <c>*</c> stands for any text: <c>body:/lines/*/note</c>.
    /// </summary>
    /// <value>The default is empty: every place.</value>
    public string Place { get; set; } = string.Empty;

    /// <summary>Gets or sets the path of the request, where a <c>*</c> stands for any text: <c>/webhooks/*</c>.</summary>
    /// <value>The default is empty: every path.</value>
    public string Path { get; set; } = string.Empty;

    /// <summary>Gets or sets why this is left alone; listed at start.</summary>
    /// <value>There is no default: an exclusion needs a reason.</value>
    public string Reason { get; set; } = string.Empty;
}
