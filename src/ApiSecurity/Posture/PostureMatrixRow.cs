namespace ApiSecurity.Posture;

/// <summary>An endpoint and what it answers each kind of caller.</summary>
public sealed class PostureMatrixRow
{
    internal PostureMatrixRow(PostureEndpoint endpoint, IReadOnlyList<PostureAnswer> answers)
    {
        Endpoint = endpoint;
        Answers = answers;
    }

    /// <summary>Gets the endpoint.</summary>
    public PostureEndpoint Endpoint { get; }

    /// <summary>Gets the answers, in the order of <see cref="PostureMatrix.Callers"/>.</summary>
    public IReadOnlyList<PostureAnswer> Answers { get; }
}
