namespace ApiSecurity.Authorization;

/// <summary>
/// Takes a member from request bodies only of callers who have a permission, or one of several; a body of others that has the member is refused with
/// 403 (<c>property_not_writable</c>). Used several times, or by a base type or an interface too, each must be met.
/// </summary>
/// <remarks>Says nothing about reading: a password is written and never read.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, AllowMultiple = true, Inherited = true)]
public sealed class WritableByAttribute : Attribute
{
    /// <summary>Says who may write the member.</summary>
    /// <param name="anyOf">The permissions, compared exactly; one of them is enough. Without any, nobody may: the server sets the member.</param>
    /// <exception cref="ArgumentException">A permission is empty, or has white space or an asterisk.</exception>
    public WritableByAttribute(params string[] anyOf) => Choice = PermissionChoice.Of(anyOf);

    /// <summary>Gets the permissions of which one is enough.</summary>
    public IReadOnlyList<string> AnyOf => Choice.AnyOf;

    internal PermissionChoice Choice { get; }
}
