using System.Globalization;
using ApiSecurity.Authorization;

namespace ApiSecurity.Posture;

/// <summary>An object that an endpoint gets through its policy.</summary>
public sealed class PostureObject
{
    internal PostureObject(Type type, Operation operation, PostureParameterPlace place, string id)
    {
        Type = type;
        Operation = operation;
        Place = place;
        Id = id;
    }

    /// <summary>Gets the object's type.</summary>
    public Type Type { get; }

    /// <summary>Gets what it is wanted for.</summary>
    public Operation Operation { get; }

    /// <summary>Gets where its id stands.</summary>
    public PostureParameterPlace Place { get; }

    /// <summary>Gets the name of the route or query parameter that holds the id, or the JSON pointer (RFC 6901) to it in the body.</summary>
    public string Id { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{(Enum.IsDefined(Operation) ? Operation.ToString() : string.Create(CultureInfo.InvariantCulture, $"operation {(int)Operation} on"))} {Type.Name} by {Place switch { PostureParameterPlace.Route => $"{{{Id}}}", PostureParameterPlace.Query => $"?{Id}", _ => Id }}";
}
