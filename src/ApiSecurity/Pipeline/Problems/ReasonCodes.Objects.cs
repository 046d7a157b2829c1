namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The object is not there, or is not one that the caller may have; the answer does not tell which.</summary>
    public const string ObjectNotFound = "object_not_found";

    /// <summary>The caller may not do this with the object: make it so, change it so, or have one whose existence is public.</summary>
    public const string ObjectRefused = "object_refused";

    /// <summary>The request refers to more objects than are checked at once.</summary>
    public const string TooManyReferences = "too_many_references";
}
