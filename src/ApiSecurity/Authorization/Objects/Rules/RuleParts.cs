using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>What a rule consists of, for the event that tells which part refused.</summary>
internal static class RuleParts
{
    public const string Boundary = "boundary";

    private const int MostParts = 16;

    public const string Whole = "rule";

    /// <summary>The parts that have a name, and the rule as a whole.</summary>
    public static IReadOnlyList<(string Name, Expression<Func<T, bool>> Rule)> Of<T>(Expression<Func<T, bool>> rule)
    {
        var search = new Search();
        search.Visit(rule.Body);
        return
        [
            .. search.Found.Take(MostParts).Select(named => (named.Name, PolicyExpression.WithoutNames(Expression.Lambda<Func<T, bool>>(named.Rule, rule.Parameters)))),
            (Whole, PolicyExpression.WithoutNames(rule)),
        ];
    }

    private sealed class Search : ExpressionVisitor
    {
        public List<NamedRule> Found { get; } = [];

        public override Expression? Visit(Expression? node)
        {
            if (node is NamedRule named)
            {
                Found.Add(named);
            }

            return node is LambdaExpression ? node : base.Visit(node);
        }
    }
}
