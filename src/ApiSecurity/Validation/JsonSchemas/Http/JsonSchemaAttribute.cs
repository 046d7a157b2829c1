namespace ApiSecurity.Validation;

/// <summary>
/// Says which JSON Schema the body of an endpoint must keep to, beside the type that the endpoint binds. A body that is not JSON is refused with 415 where the
/// endpoint binds nothing else.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class JsonSchemaAttribute : Attribute
{
    /// <summary>Names the schema's file.</summary>
    /// <param name="path">The file, from the application's content root. It is read when the application starts; one that can't be read or is no schema stops the start.</param>
    /// <param name="documents">Other files that it refers to, each by its <c>$id</c> or its path as it is written here: nothing is fetched.</param>
    /// <exception cref="ArgumentException">A path is empty.</exception>
    public JsonSchemaAttribute(string path, params string[] documents)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(documents);
        Path = path;
        Documents = Array.Exists(documents, string.IsNullOrWhiteSpace) ? throw new ArgumentException("Write the path of each file.", nameof(documents)) : [.. documents];
    }

    /// <summary>Gets the file.</summary>
    public string Path { get; }

    /// <summary>Gets the other files that it refers to.</summary>
    public IReadOnlyList<string> Documents { get; }

    /// <summary>Gets or sets whether <c>format</c> must hold (2020-12 validation, section 7.2), and <c>contentEncoding</c> with it.</summary>
    /// <value>The default is <see langword="true"/>, other than for <see cref="JsonSchemaOptions.ValidateFormats"/>: what a request is checked for should hold.</value>
    public bool ValidateFormats { get; set; } = true;
}
