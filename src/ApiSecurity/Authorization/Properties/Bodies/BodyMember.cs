namespace ApiSecurity.Authorization;

/// <summary>A member of a type, as JSON has it.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Member">Its name in C#.</param>
/// <param name="Values">What its value may be.</param>
/// <param name="Read">What reading asks for.</param>
/// <param name="Write">What writing asks for.</param>
internal sealed record BodyMember(string Name, string Member, BodyNode[] Values, PropertyAccess? Read, PropertyAccess? Write)
{
    /// <summary>Whether the serializer sets it from a body.</summary>
    public bool IsBound { get; init; }

    /// <summary>What stands on it, and on the constructor's parameter.</summary>
    public IReadOnlyList<object> Attributes { get; init; } = [];
}
