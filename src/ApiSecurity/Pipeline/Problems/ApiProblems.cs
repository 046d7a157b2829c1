namespace ApiSecurity.Pipeline;

/// <summary>The problems that several rooms answer with; a room's own are in its <c>XProblems</c>.</summary>
internal static class ApiProblems
{
    public static readonly ApiProblem InternalError = new(500, ReasonCodes.InternalError, "The request could not be processed.");

    public static readonly ApiProblem Unauthenticated = new(401, ReasonCodes.Unauthenticated, "Authentication is required.");

    public static readonly ApiProblem Forbidden = new(403, ReasonCodes.Forbidden, "The caller is not allowed to do this.");
}
