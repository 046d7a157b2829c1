namespace ApiSecurity.Validation;

/// <summary>Why a document was refused.</summary>
public enum JsonSchemaErrorKind
{
    /// <summary>It is JSON, and the schema does not allow it.</summary>
    Schema,

    /// <summary>It is not JSON (RFC 8259), not UTF-8, or has half a surrogate pair.</summary>
    Malformed,

    /// <summary>An object has the same member twice.</summary>
    DuplicateMember,

    /// <summary>It is nested deeper than <see cref="JsonSchemaOptions.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>It is longer than <see cref="JsonSchemaOptions.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>To check it would take more than <see cref="JsonSchemaOptions.MaxWork"/> allows, or a pattern took too long.</summary>
    TooComplex,
}
