namespace ApiSecurity.Authorization;

/// <summary>The common base of <see cref="AuthorizeObjectAttribute{T}"/>, which is the one to use.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public abstract class AuthorizeObjectAttribute : Attribute
{
    private protected AuthorizeObjectAttribute(string parameter, Operation operation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(parameter);
        Parameter = parameter;
        Operation = operation;
    }

    /// <summary>Gets the parameter that holds the id: the handler's or action's own, or one of the route; for a key of several parts, all of them in the order of the key's constructor.</summary>
    public string Parameter { get; }

    /// <summary>Gets the operation.</summary>
    /// <value>The default is zero: by the HTTP method, as for <see cref="Authorized{T}"/>.</value>
    public Operation Operation { get; }

    /// <summary>Gets or sets whether the request may go without the id.</summary>
    /// <value>The default is <see langword="false"/>: a request without the id is refused.</value>
    public bool IsOptional { get; set; }

    /// <summary>Gets or sets whether the object has nothing to do with those before it in the route.</summary>
    /// <value>The default is <see langword="false"/>: it must belong to them, by <see cref="IBelongsTo{T, TParent}"/> of its policy.</value>
    public bool IsIndependent { get; set; }

    internal abstract Type Object { get; }
}
