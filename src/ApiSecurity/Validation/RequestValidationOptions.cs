using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Validation;

/// <summary>What request bodies must look like (<c>ApiSecurity:Validation</c>).</summary>
public sealed class RequestValidationOptions : FeatureOptions
{
    /// <summary>
    /// Gets or sets how long a JSON body that is bound to a type may be, in bytes, where the endpoint does not say itself
    /// (<c>[RequestLimits]</c>, <c>WithRequestLimits</c>, <c>[RequestSizeLimit]</c>). A longer one is refused with 413, before it has been read
    /// when it tells its length. <c>ApiSecurity:Transport:Limits:MaxBodyBytes</c> counts too, for bodies of every kind.
    /// </summary>
    /// <value>The default is 1 MiB (1048576).</value>
    [Range(1, int.MaxValue, ErrorMessage = "Write a number of bytes from 1 to 2147483647.")]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets how deep objects and arrays may be nested. Where the application's own <c>JsonSerializerOptions.MaxDepth</c> is less, that counts.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 256, ErrorMessage = "Write a number from 1 to 256.")]
    public int MaxDepth { get; set; } = 64;

    /// <summary>Gets or sets how many violations an answer lists at most.</summary>
    /// <value>The default is 16.</value>
    [Range(1, 256, ErrorMessage = "Write a number from 1 to 256.")]
    public int MaxViolations { get; set; } = 16;

    /// <summary>
    /// Gets or sets whether JSON that is well formed but breaks the schema is answered with 422 (RFC 9110 section 15.5.21) in place of 400.
    /// </summary>
    /// <value>The default is <see langword="false"/>: 400, as ASP.NET Core answers.</value>
    public bool UseUnprocessableContent { get; set; }

    /// <summary>Gets or sets whether members that the type does not have are let through, as <c>System.Text.Json</c> does. For one type: <see cref="AllowUnknownMembersAttribute"/>.</summary>
    /// <value>The default is <see langword="false"/>: they are refused, so that nobody sets what was not meant to be set.</value>
    public bool AllowUnknownMembers { get; set; }

    /// <summary>Gets what XML bodies may be made of.</summary>
    public XmlValidationOptions Xml { get; } = new();
}
