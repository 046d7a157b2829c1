namespace ApiSecurity.Pipeline;

/// <summary>
/// The problem that belongs to an answer whose status and headers the application's own handler writes (a challenge, say) and whose body
/// is then empty: left as a feature of the request for whoever fills empty answers.
/// </summary>
internal sealed record ChosenProblem(ApiProblem Problem);
