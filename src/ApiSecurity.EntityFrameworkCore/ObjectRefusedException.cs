using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>
/// A save was refused: a policy does not let the caller make, change or remove an object, or let it become what it has become. Nothing was saved. In a
/// request it is the answer 403 with the code <c>object_refused</c>, if nobody catches it; the security event has been told either way.
/// </summary>
public sealed class ObjectRefusedException : Exception, IRefusalException
{
    private readonly Refusal _refusal;

    internal ObjectRefusedException(string message, Refusal refusal, Type objectType, Operation operation)
        : base(message)
    {
        _refusal = refusal;
        ObjectType = objectType;
        Operation = operation;
    }

    /// <summary>Gets the type of the object.</summary>
    public Type ObjectType { get; }

    /// <summary>Gets what was refused.</summary>
    public Operation Operation { get; }

    Refusal IRefusalException.Refusal => _refusal;
}
