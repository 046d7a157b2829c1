namespace ApiSecurity.Authorization;

/// <summary>
/// Shows a member only to callers who have a permission, or one of several; for others it is absent from answers. Used several times, or by a base
/// type or an interface too, each must be met.
/// </summary>
/// <remarks>Whoever is not asking, which is everything that is written outside of a request, gets no such member either.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, AllowMultiple = true, Inherited = true)]
public sealed class ReadableByAttribute : Attribute
{
    /// <summary>Says who may read the member.</summary>
    /// <param name="anyOf">The permissions, compared exactly; one of them is enough. Without any, nobody may.</param>
    /// <exception cref="ArgumentException">A permission is empty, or has white space or an asterisk.</exception>
    public ReadableByAttribute(params string[] anyOf) => Choice = PermissionChoice.Of(anyOf);

    /// <summary>Gets the permissions of which one is enough.</summary>
    public IReadOnlyList<string> AnyOf => Choice.AnyOf;

    internal PermissionChoice Choice { get; }
}
