namespace ApiSecurity.EntityFrameworkCore;

/// <summary>How a <c>DbContext</c> asks the object policies.</summary>
public sealed class ObjectPoliciesOptions
{
    /// <summary>Gets or sets what becomes of a query that reads objects with a policy, and that did not go through <c>ObjectAuthorizer.Filter</c> or a policy.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="UnfilteredQueryBehavior.Throw"/> in Development, <see cref="UnfilteredQueryBehavior.Filter"/> everywhere else.</value>
    public UnfilteredQueryBehavior? UnfilteredQueries { get; set; }

    /// <summary>Gets or sets what becomes of queries and saves outside of a request, where there is no caller.</summary>
    /// <value>The default is <see cref="NoCallerBehavior.Refuse"/>.</value>
    public NoCallerBehavior WithoutCaller { get; set; }

    /// <summary>
    /// Gets or sets whether a foreign key that is saved with a new value must point to an object that the caller may read, where the object's type has a policy.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool CheckForeignKeys { get; set; } = true;
}
