using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>What an id names.</summary>
internal enum IdKind
{
    /// <summary>An object of a type that the seed knows.</summary>
    Object = 0,

    /// <summary>A person, by the subject.</summary>
    Subject = 1,

    /// <summary>A tenant.</summary>
    Tenant = 2,
}

/// <summary>A place in a request that names whose object it is about.</summary>
/// <param name="Place">Where.</param>
/// <param name="Name">The parameter, or the JSON pointer of the body's member.</param>
/// <param name="Kind">What it names.</param>
/// <param name="Type">The object's type.</param>
internal sealed record IdSlot(PostureParameterPlace Place, string Name, IdKind Kind, Type? Type)
{
    /// <summary>Which part of a key of several parts.</summary>
    public int Part { get; init; }

    /// <summary>The same for all parts of one key; 0 where the key has one part.</summary>
    public int Key { get; init; }

    /// <summary>Whether both stand for the same id.</summary>
    public bool IsOneWith(IdSlot other) => this == other || (Key != 0 && Key == other.Key);

    public bool IsList { get; init; }

    /// <summary>A list that is written as one text, with commas.</summary>
    public bool IsJoined { get; init; }

    public bool IsOptional { get; init; }

    public override string ToString() => Place switch
    {
        PostureParameterPlace.Route => $"{{{Name}}}",
        PostureParameterPlace.Query => $"?{Name}",
        _ => $"the body's {Name}",
    };
}
