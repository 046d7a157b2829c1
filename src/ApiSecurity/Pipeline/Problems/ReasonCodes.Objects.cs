namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The object is not there, or is not one that the caller may have; the answer does not tell which.</summary>
    public const string ObjectNotFound = "object_not_found";
}
