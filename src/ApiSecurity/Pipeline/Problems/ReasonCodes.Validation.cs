namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The body does not have the form that the endpoint's type has.</summary>
    public const string SchemaMismatch = "schema_mismatch";

    /// <summary>The body has a member that the endpoint's type does not have.</summary>
    public const string UnknownMember = "unknown_member";

    /// <summary>The body is not JSON that every reader reads alike (RFC 8259), or is nested too deeply.</summary>
    public const string JsonMalformed = "json_malformed";

    /// <summary>Something in the request looks like an attack. Which rule says so is told to the operator only.</summary>
    public const string AttackSuspected = "attack_suspected";

    /// <summary>The body was too long to be looked through for attacks; nothing is refused.</summary>
    public const string InspectionIncomplete = "inspection_incomplete";
}
