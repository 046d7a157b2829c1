namespace ApiSecurity.Authorization;

/// <summary>What happens at start where POST, PUT, PATCH or DELETE asks for less than GET of the same route does.</summary>
public enum LessProtectedMethod
{
    /// <summary>The start-up summary tells it.</summary>
    Warn,

    /// <summary>The application does not start.</summary>
    Fail,
}
