using ApiSecurity.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Leaves the object policies out of a query.</summary>
public static class ObjectPoliciesQueryableExtensions
{
    /// <summary>
    /// Leaves the object policies out: of the whole query, if it stands in the query's own chain of calls, else of the part that it is called on. The log
    /// tells of each time, with the reason.
    /// </summary>
    /// <typeparam name="T">The type of what the query gives.</typeparam>
    /// <param name="source">The query; one of a context without <c>UseObjectPolicies</c> is returned as it is.</param>
    /// <param name="reason">Why the caller may have what the policies would not give. A text of the code's own, never of a client's.</param>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    public static IQueryable<T> WithoutObjectPolicies<T>(this IQueryable<T> source, string reason)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return source.Provider is GuardedQueryProvider ? QueryMarks.Without(source, reason) : source;
    }
}
