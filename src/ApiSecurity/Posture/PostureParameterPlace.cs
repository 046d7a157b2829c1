namespace ApiSecurity.Posture;

/// <summary>Where in a request a value stands.</summary>
public enum PostureParameterPlace
{
    /// <summary>In the path.</summary>
    Route = 0,

    /// <summary>In the query.</summary>
    Query = 1,

    /// <summary>In the body; named by a JSON pointer (RFC 6901).</summary>
    Body = 2,
}
