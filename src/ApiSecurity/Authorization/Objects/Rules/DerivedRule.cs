using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>The policy of a type that derives from another one: objects of it are its too, wherever they are asked for as the other.</summary>
internal abstract class DerivedRule<T>
    where T : class
{
    /// <summary>True for all objects that are not of the derived type, and for those of it that its policy allows.</summary>
    public abstract Expression<Func<T, bool>> For(ObjectAuthorizer objects, Caller caller, Operation operation, bool isResult);
}

internal sealed class DerivedRule<T, TDerived> : DerivedRule<T>
    where T : class
    where TDerived : class, T
{
    public override Expression<Func<T, bool>> For(ObjectAuthorizer objects, Caller caller, Operation operation, bool isResult)
    {
        var value = Expression.Parameter(typeof(T), "o");
        var isOther = Expression.Not(Expression.TypeIs(value, typeof(TDerived)));
        return Expression.Lambda<Func<T, bool>>(
            objects.Rule(objects.Policy<TDerived>(), caller, operation, isResult) is { } rule
                ? Expression.OrElse(isOther, PolicyExpression.With(rule.ToExpression(), Expression.Convert(value, typeof(TDerived))))
                : isOther,
            value);
    }
}
