namespace ApiSecurity.Authorization;

/// <summary>
/// Says for an <see cref="Authorized{T}"/> parameter what can't be told from the endpoint: which operation, and what in the request is the id. Before
/// any other parameter it stops the start.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property, AllowMultiple = false)]
public sealed class ObjectAccessAttribute : Attribute
{
    /// <summary>Leaves the operation to the HTTP method.</summary>
    public ObjectAccessAttribute()
    {
    }

    /// <summary>Names the operation.</summary>
    /// <param name="operation">What the object is wanted for.</param>
    public ObjectAccessAttribute(Operation operation) => Operation = operation;

    /// <summary>Gets the operation.</summary>
    /// <value>
    /// The default is zero: by the HTTP method (GET and HEAD read, DELETE deletes, all others update); reading for an object that others in the route
    /// belong to.
    /// </value>
    public Operation Operation { get; }

    /// <summary>Gets or sets the route parameter that holds the id; for a key of several parts, all of them in the order of the key's constructor: <c>"customer, number"</c>.</summary>
    /// <value>The default is <see langword="null"/>: <c>{nameId}</c> or <c>{name}</c> after the parameter or the type, then <c>{id}</c>, then the only one.</value>
    public string? RouteParameter { get; set; }

    /// <summary>Gets or sets the parameter of the query that holds the id; for a key of several parts, all of them in the order of the key's constructor.</summary>
    /// <value>The default is <see langword="null"/>: the id is in the route.</value>
    public string? QueryParameter { get; set; }

    /// <summary>
    /// Gets or sets the member of the body that holds the id, as JSON has it (<c>customerId</c>); one of the body's own members, with
    /// <see cref="ObjectReferenceAttribute{T}"/> of the same type on it.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the id is in the route.</value>
    public string? BodyMember { get; set; }

    /// <summary>Gets or sets whether the object has nothing to do with those before it in the route.</summary>
    /// <value>
    /// The default is <see langword="false"/>: it must belong to them, by <see cref="IBelongsTo{T, TParent}"/> of its policy.
    /// </value>
    public bool IsIndependent { get; set; }
}
