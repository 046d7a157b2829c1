using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Validation;

/// <summary>How requests are looked through for attacks (<c>ApiSecurity:Inspection</c>). A second net: it takes the place of neither parameters in queries nor encoding in answers.</summary>
public sealed class InspectionOptions : FeatureOptions
{
    /// <summary>Gets or sets what becomes of a request that looks like an attack, where neither <see cref="Classes"/> nor the endpoint says it.</summary>
    /// <value>The default is <see cref="InspectionAction.Detect"/>: it is told, and goes on.</value>
    public InspectionAction Action { get; set; }

    /// <summary>Gets what becomes of requests that look like an attack of one class; goes before <see cref="Action"/> and the endpoint's own.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<InspectionClass, InspectionAction> Classes { get; } = new Dictionary<InspectionClass, InspectionAction>();

    /// <summary>Gets or sets how much is suspected: 1 for what is hardly ever honest, up to 4 for all that could be part of an attack. The docs have the rates of each.</summary>
    /// <value>The default is 1.</value>
    [Range(1, 4, ErrorMessage = "Write a number from 1 to 4.")]
    public int ParanoiaLevel { get; set; } = 1;

    /// <summary>Gets or sets from which sum of scores on a request counts as an attack. A rule of level 1 scores 5 by itself; weaker ones 2 or 3.</summary>
    /// <value>The default is 5.</value>
    [Range(1, 1000, ErrorMessage = "Write a number from 1 to 1000.")]
    public int Threshold { get; set; } = 5;

    /// <summary>Gets or sets up to which length bodies are looked through, in bytes, where the endpoint does not say itself how long they may be (up to 16 MiB). A longer one is not, which is told.</summary>
    /// <value>The default is <see langword="null"/>: as long as validation lets them be (<see cref="RequestValidationOptions.MaxBodyBytes"/>, 1 MiB).</value>
    [Range(1, 64 * 1024 * 1024, ErrorMessage = "Write a number of bytes from 1 to 67108864.")]
    public int? MaxBodyBytes { get; set; }

    /// <summary>Gets or sets how many matches of one request are told, each by an event.</summary>
    /// <value>The default is 8.</value>
    [Range(1, 64, ErrorMessage = "Write a number from 1 to 64.")]
    public int MaxMatches { get; set; } = 8;

    /// <summary>Gets what is left alone, each with its reason.</summary>
    /// <value>The default is empty.</value>
    public IList<InspectionExclusionOptions> Exclusions { get; } = [];
}
