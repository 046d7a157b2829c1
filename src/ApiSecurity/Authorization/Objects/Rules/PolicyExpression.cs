using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>Puts the parts of a rule together in a form that query providers translate: one lambda, one parameter.</summary>
internal static class PolicyExpression
{
    public static Expression<Func<T, bool>> And<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right) => Expression.Lambda<Func<T, bool>>(
        Expression.AndAlso(left.Body, With(right, left.Parameters[0])), left.Parameters);

    public static Expression<Func<T, bool>> Join<T>(IReadOnlyList<Expression<Func<T, bool>>> rules, Func<Expression, Expression, Expression> join)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Count == 0)
        {
            return Expression.Lambda<Func<T, bool>>(Expression.Constant(false), Expression.Parameter(typeof(T), "o"));
        }

        var parameter = (rules[0] ?? throw Missing()).Parameters[0];
        return Expression.Lambda<Func<T, bool>>(Balanced(0, rules.Count), parameter);

        // Deep trees are slow to translate, and databases refuse them.
        Expression Balanced(int start, int count) => count == 1
            ? With(rules[start] ?? throw Missing(), parameter)
            : join(Balanced(start, count / 2), Balanced(start + (count / 2), count - (count / 2)));

        static ArgumentException Missing() => new("A rule is null. To allow nothing, write an expression that is false.", nameof(rules));
    }

    public static Expression<Func<T, bool>> Through<T, TOther>(Expression<Func<T, TOther?>> path, Expression<Func<TOther, bool>> rule)
        where TOther : class
    {
        var isThere = Expression.NotEqual(path.Body, Expression.Constant(null, path.Body.Type));
        return Expression.Lambda<Func<T, bool>>(Expression.AndAlso(isThere, With(rule, path.Body)), path.Parameters);
    }

    public static Expression<Func<T, bool>> ThroughAny<T, TOther>(Expression<Func<T, IEnumerable<TOther>>> path, Expression<Func<TOther, bool>> rule) =>
        Expression.Lambda<Func<T, bool>>(Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [typeof(TOther)], path.Body, rule), path.Parameters);

    /// <summary>What each of several rules says of an object that is there: the lowest bit is set, and the next ones are the rules' in their order.</summary>
    public static Expression<Func<T, int>> Answers<T>(IReadOnlyList<Expression<Func<T, bool>>> rules)
    {
        var parameter = rules[0].Parameters[0];
        var bits = rules.Select((rule, index) => (Expression)Expression.Condition(With(rule, parameter), Expression.Constant(2 << index), Expression.Constant(0)));
        return Expression.Lambda<Func<T, int>>(bits.Aggregate((Expression)Expression.Constant(1), Expression.Add), parameter);
    }

    /// <summary>The rule as providers know it; the same instance, if there are no names in it.</summary>
    public static Expression<Func<T, bool>> WithoutNames<T>(Expression<Func<T, bool>> rule) => (Expression<Func<T, bool>>)NameRemover.Instance.Visit(rule);

    /// <summary>A rule's body with something in the place of its parameter.</summary>
    public static Expression With(LambdaExpression rule, Expression value) =>
        rule.Parameters[0] == value ? rule.Body : new ParameterReplacer(rule.Parameters[0], value).Visit(rule.Body);

    private sealed class ParameterReplacer(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }

    private sealed class NameRemover : ExpressionVisitor
    {
        public static readonly NameRemover Instance = new();

        protected override Expression VisitExtension(Expression node) => node is NamedRule named ? Visit(named.Rule) : node.CanReduce ? base.VisitExtension(node) : node;
    }
}
