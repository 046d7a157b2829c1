namespace ApiSecurity.Authorization;

/// <summary>Decides who may do what, outside of the application: OpenFGA, OPA, Cedar, a service of one's own. Register it with <c>AddAccessDecisions</c>.</summary>
/// <remarks>
/// It is asked for what is not remembered, never twice at a time for the same. Time-outs, bounds and what happens when it fails are not its matter: let exceptions go.
/// </remarks>
public interface IAccessDecisionPoint
{
    /// <summary>Decides several questions at once.</summary>
    /// <param name="evaluations">The questions, different ones, as many as <see cref="AccessDecisionOptions.MaxBatchSize"/> at most.</param>
    /// <param name="cancellationToken">Ends when <see cref="AccessDecisionOptions.Timeout"/> does.</param>
    /// <returns>The decisions, in the order of the questions: <see langword="true"/> allows. Of another number than the questions, they count for nothing.</returns>
    ValueTask<IReadOnlyList<bool>> EvaluateAsync(IReadOnlyList<AccessEvaluation> evaluations, CancellationToken cancellationToken);
}
