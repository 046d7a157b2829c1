namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The body does not have the form that the endpoint's type has.</summary>
    public const string SchemaMismatch = "schema_mismatch";

    /// <summary>The body has a member that the endpoint's type does not have.</summary>
    public const string UnknownMember = "unknown_member";

    /// <summary>The body is not JSON that every reader reads alike (RFC 8259), or is nested too deeply.</summary>
    public const string JsonMalformed = "json_malformed";
}
