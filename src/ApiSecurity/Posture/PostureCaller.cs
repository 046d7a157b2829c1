namespace ApiSecurity.Posture;

/// <summary>A kind of caller: a column of the matrix.</summary>
public sealed class PostureCaller
{
    internal PostureCaller(PostureCallerKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>Gets what is known of it.</summary>
    public PostureCallerKind Kind { get; }

    /// <summary>Gets the role's or the permission's name; <c>anonymous</c> and <c>known</c> for the other two.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        PostureCallerKind.Role => $"role {Name}",
        PostureCallerKind.Permission => $"permission {Name}",
        _ => Name,
    };
}
