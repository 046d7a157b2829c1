namespace ApiSecurity.Authorization;

/// <summary>
/// Lets a request to a handler, an action or a controller pass only if the caller may have the object whose id it names; for handlers that go on
/// taking the id. Those that can, take <see cref="Authorized{T}"/> instead.
/// </summary>
/// <remarks>
/// The object is loaded once: <see cref="ObjectAuthorizer.FindAsync{T}"/> gives it to the handler without another query. What the handler does by
/// the id on its own way is its own matter.
/// </remarks>
/// <typeparam name="T">The type of the object.</typeparam>
public sealed class AuthorizeObjectAttribute<T> : AuthorizeObjectAttribute
    where T : class
{
    /// <summary>Leaves the operation to the HTTP method.</summary>
    /// <param name="parameter">The parameter that holds the id, in the route or in the query.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public AuthorizeObjectAttribute(string parameter)
        : base(parameter, default)
    {
    }

    /// <summary>Names the operation.</summary>
    /// <param name="parameter">The parameter that holds the id, in the route or in the query.</param>
    /// <param name="operation">What the object is wanted for.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public AuthorizeObjectAttribute(string parameter, Operation operation)
        : base(parameter, operation)
    {
    }

    internal override Type Object => typeof(T);
}
