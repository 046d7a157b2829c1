namespace ApiSecurity.Testing;

/// <summary>A group of attacks.</summary>
public enum SecurityProbe
{
    /// <summary>What one caller may do with their ids, another tries (API1:2023).</summary>
    Objects = 0,

    /// <summary>Lists and counts that tell of others' objects (API1:2023).</summary>
    Lists = 1,

    /// <summary>Nobody, bad tokens, callers without the permission (API2:2023, API5:2023).</summary>
    Access = 2,

    /// <summary>Other methods of the route, overrides, other ways to write the path (API5:2023).</summary>
    Methods = 3,

    /// <summary>Members that are not the caller's to write or to see (API3:2023).</summary>
    Properties = 4,

    /// <summary>Other sites' scripts (API8:2023).</summary>
    Cors = 5,

    /// <summary>Headers and cookies of answers (API8:2023).</summary>
    Headers = 6,

    /// <summary>What hostile input makes errors tell (API8:2023).</summary>
    Errors = 7,

    /// <summary>Size, depth and number (API4:2023).</summary>
    Limits = 8,

    /// <summary>Redirects and requests to addresses of the caller's choice (API7:2023).</summary>
    Addresses = 9,
}
