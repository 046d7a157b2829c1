namespace ApiSecurity.Authorization;

/// <summary>A rule as it is for one caller and one operation, kept for the request; a list of a few.</summary>
internal abstract class ObjectJudge(ObjectJudge? next)
{
    public ObjectJudge? Next => next;
}

/// <param name="caller">Who asks.</param>
/// <param name="operation">What for.</param>
/// <param name="isResult">Whether it is about what an object has become.</param>
/// <param name="rule">The rule; <see langword="null"/> if the caller gets nothing at all.</param>
/// <param name="next">The one before.</param>
internal sealed class ObjectJudge<T>(Caller caller, Operation operation, bool isResult, ObjectCheck<T>? rule, ObjectJudge? next) : ObjectJudge(next)
    where T : class
{
    public bool IsFor(Caller other, Operation what, bool result) => ReferenceEquals(caller, other) && operation == what && isResult == result;

    public bool Allows(T value) => rule is { } all && all.Allows(value);
}
