using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>
/// For an object policy whose objects belong to others: <c>/customers/{customerId}/orders/{orderId}</c> answers only for an order of that customer.
/// </summary>
/// <typeparam name="T">The type of the objects, the policy's own.</typeparam>
/// <typeparam name="TParent">The type of what they belong to; a type may belong to several.</typeparam>
public interface IBelongsTo<T, in TParent>
    where T : class
    where TParent : class
{
    /// <summary>Which objects belong to a parent.</summary>
    /// <param name="parent">The parent, which the caller may have.</param>
    /// <returns>True for those that do: <c>o => o.CustomerId == parent.Id</c>.</returns>
    Expression<Func<T, bool>> BelongsTo(TParent parent);
}
