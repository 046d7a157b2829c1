namespace ApiSecurity.Authorization;

/// <summary>Says for an <see cref="Authorized{T}"/> parameter what can't be told from the endpoint: which operation, and which route parameter is the id. Before any other parameter it stops the start.</summary>
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
    /// <value>The default is zero: by the HTTP method (GET and HEAD read, DELETE deletes, all others update).</value>
    public Operation Operation { get; }

    /// <summary>Gets or sets the route parameter that holds the id.</summary>
    /// <value>The default is <see langword="null"/>: <c>{nameId}</c> or <c>{name}</c> after the parameter or the type, then <c>{id}</c>, then the only one.</value>
    public string? RouteParameter { get; set; }
}
