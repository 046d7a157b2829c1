using System.ComponentModel.DataAnnotations;

namespace ApiSecurity.Validation;

/// <summary>How a schema is read, and what it is asked. Read when a schema is compiled; later changes do not count.</summary>
public sealed class JsonSchemaOptions
{
    /// <summary>Gets or sets the draft of a schema that does not say with <c>$schema</c> which one it is.</summary>
    /// <value>The default is <see cref="JsonSchemaDraft.Draft202012"/>.</value>
    public JsonSchemaDraft DefaultDraft { get; set; } = JsonSchemaDraft.Draft202012;

    /// <summary>
    /// Gets or sets whether <c>format</c> must hold. By the specification it only describes, unless the vocabulary <c>format-assertion</c> is asked for
    /// (2020-12 validation, section 7.2). Formats that are not known never refuse anything.
    /// </summary>
    /// <value>The default is <see langword="false"/>, as the specification says.</value>
    public bool ValidateFormats { get; set; }

    /// <summary>Gets or sets whether <c>contentEncoding</c> (base64) and <c>contentMediaType</c> (<c>application/json</c>) must hold (draft 7 validation, section 8).</summary>
    /// <value>The default is <see langword="false"/>, as the specification says.</value>
    public bool ValidateContent { get; set; }

    /// <summary>Gets or sets whether an object may have the same member twice (RFC 8259 section 4). Then both are checked.</summary>
    /// <value>The default is <see langword="false"/>: which of the two counts, readers do not agree on.</value>
    public bool AllowDuplicateMembers { get; set; }

    /// <summary>
    /// Gets or sets whether patterns may look around and back (<c>(?!…)</c>, <c>\b</c>, <c>\1</c>), which can't be matched in linear time. They are run with a limit of
    /// 100 ms, all of a validation with 500 ms; what takes longer is refused as <see cref="JsonSchemaErrorKind.TooComplex"/>. Otherwise a schema that has one does not load.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool AllowBacktracking { get; set; } = true;

    /// <summary>Gets or sets how many errors are told at most. A document that is valid costs the same.</summary>
    /// <value>The default is 1: the first one.</value>
    [Range(1, 1000, ErrorMessage = "Write a number from 1 to 1000.")]
    public int MaxErrors { get; set; } = 1;

    /// <summary>Gets or sets how deep objects and arrays may be nested.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 100_000, ErrorMessage = "Write a number from 1 to 100000.")]
    public int MaxDepth { get; set; } = 64;

    /// <summary>Gets or sets how long a document may be, in bytes.</summary>
    /// <value>The default is 64 MiB (67108864): the caller mostly has a limit of its own.</value>
    [Range(1, 1_000_000_000, ErrorMessage = "Write a number of bytes from 1 to 1000000000.")]
    public int MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how often, for each value of a document, a schema may be asked about a value (documents of less than 4096 values count as that many).
    /// Schemas whose branches refer to each other can take work that grows faster than the document; what takes more is refused as <see cref="JsonSchemaErrorKind.TooComplex"/>.
    /// </summary>
    /// <value>The default is 250.</value>
    [Range(1, 100_000, ErrorMessage = "Write a number from 1 to 100000.")]
    public int MaxWork { get; set; } = 250;

    /// <summary>
    /// Gets the other documents that <c>$ref</c> may mean, by their URI. Nothing is ever fetched: a reference to what is neither here nor one of the metaschemas
    /// of the drafts stops the schema. A document is also found by the <c>$id</c> that it has.
    /// </summary>
    public IDictionary<string, string> Documents { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
