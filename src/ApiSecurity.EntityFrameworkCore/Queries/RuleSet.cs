using System.Linq.Expressions;
using System.Reflection;
using ApiSecurity.Authorization;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>The rules for one query: each asked for once, and put where the objects come in.</summary>
internal sealed class RuleSet(Func<ObjectAuthorizer> objects, Func<Expression, Expression> clean)
{
    private static readonly MethodInfo QueryableWhere = new Func<IQueryable<object>, Expression<Func<object, bool>>, IQueryable<object>>(Queryable.Where).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo EnumerableWhere = new Func<IEnumerable<object>, Func<object, bool>, IEnumerable<object>>(Enumerable.Where).Method.GetGenericMethodDefinition();

    private readonly Dictionary<(PolicyAccess Policy, Operation Operation, bool IsResult), LambdaExpression> _rules = [];
    private readonly Dictionary<(Type, IReadOnlyList<EntityRule>), LambdaExpression> _lambdas = [];

    public static Expression Where(Expression source, LambdaExpression rule)
    {
        var element = rule.Parameters[0].Type;
        return typeof(IQueryable).IsAssignableFrom(source.Type)
            ? Expression.Call(QueryableWhere.MakeGenericMethod(element), source, Expression.Quote(rule))
            : Expression.Call(EnumerableWhere.MakeGenericMethod(element), source, rule);
    }

    /// <summary>What may be read of an element, as a lambda that is the same each time.</summary>
    public LambdaExpression Reads(Type element, IReadOnlyList<EntityRule> rules)
    {
        if (!_lambdas.TryGetValue((element, rules), out var lambda))
        {
            var parameter = Expression.Parameter(element, "guarded");
            lambda = _lambdas[(element, rules)] = Expression.Lambda(Of(rules, Operation.Read, parameter), parameter);
        }

        return lambda;
    }

    /// <summary>What all rules say of a value.</summary>
    public Expression Of(IReadOnlyList<EntityRule> rules, Operation operation, Expression value, bool isResult = false) => rules
        .Select(rule => For(rule, Get(rule.Policy, operation, isResult), value))
        .Aggregate(Expression.AndAlso);

    /// <summary>A rule of a value's; that of a derived type has a say only where the value is of it.</summary>
    public static Expression For(EntityRule rule, LambdaExpression lambda, Expression value)
    {
        var type = rule.Policy.Object;
        return rule.IsOfDerived
            ? Expression.OrElse(Expression.Not(Expression.TypeIs(value, type)), PolicyExpression.With(lambda, Expression.Convert(value, type)))
            : PolicyExpression.With(lambda, value);
    }

    private LambdaExpression Get(PolicyAccess policy, Operation operation, bool isResult)
    {
        if (!_rules.TryGetValue((policy, operation, isResult), out var rule))
        {
            var asked = isResult ? policy.ResultRuleFor(objects(), operation) : policy.RuleFor(objects(), operation);
            rule = _rules[(policy, operation, isResult)] = (LambdaExpression)clean(asked);
        }

        return rule;
    }
}
