using System.Globalization;
using ApiSecurity.Authorization;

namespace ApiSecurity.Posture;

/// <summary>An object that an endpoint gets through its policy, or that a request must be allowed to name.</summary>
public sealed class PostureObject
{
    internal PostureObject(Type type, Operation operation, PostureParameterPlace place, IReadOnlyList<string> ids)
    {
        Type = type;
        Operation = operation;
        Place = place;
        Ids = ids;
    }

    /// <summary>Gets the object's type.</summary>
    public Type Type { get; }

    /// <summary>Gets what it is wanted for.</summary>
    public Operation Operation { get; }

    /// <summary>Gets where its id stands.</summary>
    public PostureParameterPlace Place { get; }

    /// <summary>
    /// Gets the names of the route or query parameters that hold the key, one for each of its parts; or the JSON pointer (RFC 6901) to it in the body, in which <c>*</c> stands for
    /// each element of a list and each member of a map.
    /// </summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Gets whether a request may go without the id.</summary>
    public bool IsOptional { get; internal init; }

    /// <summary>Gets whether the handler takes it as <see cref="Authorized{T}"/>; else the request is only let through where the caller may have it.</summary>
    public bool IsTaken { get; internal init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var operation = Enum.IsDefined(Operation) ? Operation.ToString() : string.Create(CultureInfo.InvariantCulture, $"operation {(int)Operation} on");
        var ids = string.Concat(Ids.Select(id => Place switch { PostureParameterPlace.Route => $"{{{id}}}", PostureParameterPlace.Query => $"?{id}", _ => id }));
        return $"{operation} {Type.Name} by {ids}";
    }
}
