namespace ApiSecurity.Posture;

/// <summary>A value that an endpoint takes from the path or the query.</summary>
public sealed class PostureParameter
{
    internal PostureParameter(string name, PostureParameterPlace place)
    {
        Name = name;
        Place = place;
    }

    /// <summary>Gets its name in the request.</summary>
    public string Name { get; }

    /// <summary>Gets where it stands.</summary>
    public PostureParameterPlace Place { get; }

    /// <summary>Gets the type that the handler takes it as; <see langword="null"/> where the handler takes no such parameter.</summary>
    public Type? Type { get; internal init; }

    /// <summary>Gets the constraints of the route: <c>guid</c>, <c>length(3)</c>.</summary>
    public IReadOnlyList<string> Constraints { get; internal init; } = [];

    /// <summary>Gets whether a request may leave it out.</summary>
    public bool IsOptional { get; internal init; }

    /// <summary>Gets whether it takes the rest of the path (<c>{**path}</c>).</summary>
    public bool IsCatchAll { get; internal init; }

    /// <summary>Gets whether it looks like an object's id: by its name, or as a <see cref="Guid"/> or a number of the path.</summary>
    public bool IsIdentifier { get; internal init; }

    /// <summary>Gets whether an object policy decides about the object that it names.</summary>
    public bool IsAuthorized { get; internal init; }
}
