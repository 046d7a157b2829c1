namespace ApiSecurity.Authorization;

/// <summary>Where in a request an object's id is.</summary>
internal enum ObjectPlace
{
    /// <summary>Nowhere that is known; the application does not start.</summary>
    None,

    /// <summary>In the route's values.</summary>
    Route,

    /// <summary>In the query.</summary>
    Query,

    /// <summary>In a member of the body.</summary>
    Body,
}
