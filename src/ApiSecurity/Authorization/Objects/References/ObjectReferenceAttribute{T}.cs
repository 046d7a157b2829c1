namespace ApiSecurity.Authorization;

/// <summary>
/// Says that a member of what is bound from a request, or a parameter from the query, is the id of an object, or a collection of ids. A request
/// passes only if the caller may have them all; they are asked for in one query for each type.
/// </summary>
/// <remarks>What is <see langword="null"/> refers to nothing. In a dictionary the values are the ids.</remarks>
/// <typeparam name="T">The type of the object.</typeparam>
public sealed class ObjectReferenceAttribute<T> : ObjectReferenceAttribute
    where T : class
{
    /// <summary>The caller must be allowed to read it.</summary>
    public ObjectReferenceAttribute()
        : base(Operation.Read)
    {
    }

    /// <summary>The caller must be allowed an operation.</summary>
    /// <param name="operation">The operation.</param>
    public ObjectReferenceAttribute(Operation operation)
        : base(operation)
    {
    }

    internal override Type Object => typeof(T);
}
