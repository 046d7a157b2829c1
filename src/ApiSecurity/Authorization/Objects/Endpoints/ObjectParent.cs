using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>What an object must belong to: an object before it in the route.</summary>
/// <param name="Demand">The other object.</param>
/// <param name="Bond">How the two belong together, by the policy of the one that belongs.</param>
internal sealed record ObjectParent(ObjectDemand Demand, ObjectBond Bond);

/// <summary>That a policy has <see cref="IBelongsTo{T, TParent}"/>, for code that knows the types only when the application runs.</summary>
internal abstract class ObjectBond
{
    /// <returns>The bond of the policy's objects to those of another type; <see langword="null"/> if it tells none.</returns>
    public static ObjectBond? Find(Type policy, Type child, Type parent) => typeof(IBelongsTo<,>).MakeGenericType(child, parent).IsAssignableFrom(policy)
        ? (ObjectBond)Activator.CreateInstance(typeof(ObjectBond<,>).MakeGenericType(child, parent))!
        : null;

    public abstract LambdaExpression RuleFor(object policy, object parent);
}

internal sealed class ObjectBond<T, TParent> : ObjectBond
    where T : class
    where TParent : class
{
    public override LambdaExpression RuleFor(object policy, object parent) => CapturedNulls.Refuse(
        ((IBelongsTo<T, TParent>)policy).BelongsTo((TParent)parent)
        ?? throw new InvalidOperationException($"{policy.GetType().Name}.{nameof(IBelongsTo<,>.BelongsTo)} returned null. For no object, return an expression that is false."));
}
