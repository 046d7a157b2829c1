namespace ApiSecurity.Pipeline;

/// <summary>The catalogue: every problem that the library answers with, in one place. Rooms add to it in files of their own.</summary>
internal static partial class ApiProblems
{
    public static readonly ApiProblem InternalError = new(500, ReasonCodes.InternalError, "The request could not be processed.");

    public static readonly ApiProblem Unauthenticated = new(401, ReasonCodes.Unauthenticated, "Authentication is required.");

    public static readonly ApiProblem Forbidden = new(403, ReasonCodes.Forbidden, "The caller is not allowed to do this.");
}
