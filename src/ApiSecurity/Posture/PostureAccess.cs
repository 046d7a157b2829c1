namespace ApiSecurity.Posture;

/// <summary>Who may call an endpoint: everything that is listed must be met.</summary>
public sealed class PostureAccess
{
    internal PostureAccess()
    {
    }

    /// <summary>Gets whether anybody may call it without saying who they are.</summary>
    public bool IsAnonymous { get; internal init; }

    /// <summary>Gets whether the endpoint says nothing itself, and is closed by deny by default.</summary>
    public bool IsClosedByDefault { get; internal init; }

    /// <summary>Gets whether this is all that is asked for; <see langword="false"/> where a policy can't be had at start, or decides by code.</summary>
    public bool IsKnown { get; internal init; } = true;

    /// <summary>Gets the roles: of each list, one role is enough.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Roles { get; internal init; } = [];

    /// <summary>Gets the permissions.</summary>
    public IReadOnlyList<string> Permissions { get; internal init; } = [];

    /// <summary>Gets the scopes.</summary>
    public IReadOnlyList<string> Scopes { get; internal init; } = [];

    /// <summary>Gets the names of the policies (<c>[Authorize("name")]</c>); what they ask for is listed beside as well.</summary>
    public IReadOnlyList<string> Policies { get; internal init; } = [];

    /// <summary>Gets the authentication schemes that are asked; empty for the default ones.</summary>
    public IReadOnlyList<string> Schemes { get; internal init; } = [];

    /// <summary>Gets how long ago the caller may have signed in; <see langword="null"/> for any time.</summary>
    public TimeSpan? MaxLoginAge { get; internal init; }

    /// <summary>Gets the authentication context classes (<c>acr</c>): of each list, one is enough.</summary>
    public IReadOnlyList<IReadOnlyList<string>> AuthenticationContextClasses { get; internal init; } = [];

    /// <summary>Gets whether the token must be bound to the client's key or certificate.</summary>
    public bool RequiresProofOfPossession { get; internal init; }

    /// <summary>Gets what else is asked for, in words: claims, names, requirements of the application's own by their type.</summary>
    public IReadOnlyList<string> Others { get; internal init; } = [];

    /// <summary>Gets whether a caller is asked for more than to be known.</summary>
    public bool AsksForMore =>
        Roles.Count > 0 || Permissions.Count > 0 || Scopes.Count > 0 || MaxLoginAge is not null || AuthenticationContextClasses.Count > 0 || RequiresProofOfPossession || Others.Count > 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        if (IsAnonymous)
        {
            return "anybody";
        }

        string[] parts =
        [
            .. Roles.Select(any => $"role {string.Join(" or ", any)}"),
            .. Permissions.Select(permission => $"permission {permission}"),
            .. Scopes.Select(scope => $"scope {scope}"),
            .. MaxLoginAge is { } age ? [$"signed in within {age:c}"] : Array.Empty<string>(),
            .. AuthenticationContextClasses.Select(any => $"signed in by {string.Join(" or ", any)}"),
            .. RequiresProofOfPossession ? ["proof of possession"] : Array.Empty<string>(),
            .. Others,
        ];
        var text = parts.Length == 0 ? "any known caller" : string.Join(", ", parts);
        return IsKnown ? text : $"{text}, and what can't be known at start";
    }
}
