namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The body writes a member that the caller may not write.</summary>
    public const string PropertyNotWritable = "property_not_writable";

    /// <summary>The body is a patch that reads a member which the caller may not read.</summary>
    public const string PropertyNotReadable = "property_not_readable";
}
