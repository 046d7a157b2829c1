namespace ApiSecurity.Validation;

/// <summary>What becomes of a request that looks like an attack.</summary>
public enum InspectionAction
{
    /// <summary>It is told, and goes on.</summary>
    Detect,

    /// <summary>It is told and refused.</summary>
    Block,

    /// <summary>Nothing: it is not looked for.</summary>
    Off,
}
