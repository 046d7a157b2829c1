namespace ApiSecurity.Validation;

/// <summary>A schema is broken, or refers to what is not there: it can't be used at all.</summary>
public sealed class JsonSchemaException : Exception
{
    internal JsonSchemaException(string document, string pointer, string reason, Exception? inner = null)
        : base($"{(document.Length == 0 ? "The schema" : document)}{(pointer.Length == 0 ? string.Empty : $", at {pointer}")}: {reason}", inner)
    {
        Document = document;
        Pointer = pointer;
        Reason = reason;
    }

    /// <summary>Gets the document that is broken: its file, or the URI under which it was registered; empty for a text that was given without either.</summary>
    public string Document { get; }

    /// <summary>Gets where in the document, as a JSON pointer (RFC 6901); empty for the document itself.</summary>
    public string Pointer { get; }

    /// <summary>Gets what is wrong there.</summary>
    public string Reason { get; }
}
