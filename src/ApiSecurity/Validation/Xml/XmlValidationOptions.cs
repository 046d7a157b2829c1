using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Validation;

/// <summary>What XML bodies may be made of (<c>ApiSecurity:Validation:Xml</c>). DTDs are refused, whatever is said here.</summary>
public sealed class XmlValidationOptions
{
    /// <summary>Gets or sets how deep elements may be nested.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 1024, ErrorMessage = "Write a number from 1 to 1024.")]
    public int MaxDepth { get; set; } = 64;

    /// <summary>Gets or sets how many attributes an element may have, namespace declarations not among them.</summary>
    /// <value>The default is 64.</value>
    [Range(0, 4096, ErrorMessage = "Write a number from 0 to 4096.")]
    public int MaxAttributes { get; set; } = 64;

    /// <summary>Gets or sets how many namespaces an element may declare.</summary>
    /// <value>The default is 32.</value>
    [Range(0, 4096, ErrorMessage = "Write a number from 0 to 4096.")]
    public int MaxNamespaces { get; set; } = 32;

    /// <summary>Gets or sets how many elements, attributes, texts, comments and instructions a body may have in all.</summary>
    /// <value>The default is 100000.</value>
    [Range(1, int.MaxValue, ErrorMessage = "Write a number from 1 to 2147483647.")]
    public int MaxNodes { get; set; } = 100_000;

    /// <summary>Gets or sets how long a text, an attribute's value or a comment may be, in characters.</summary>
    /// <value>The default is 65536.</value>
    [Range(1, int.MaxValue, ErrorMessage = "Write a number of characters from 1 to 2147483647.")]
    public int MaxTextLength { get; set; } = 64 * 1024;

    /// <summary>Gets or sets how long a name may be, its prefix among it, in characters.</summary>
    /// <value>The default is 256.</value>
    [Range(1, 65536, ErrorMessage = "Write a number of characters from 1 to 65536.")]
    public int MaxNameLength { get; set; } = 256;
}
