using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>
/// Makes whatever a rule says about a captured value that is null count against the caller. <c>o.OwnerId == caller.Subject</c> would
/// otherwise hand what belongs to nobody to everybody without a subject: query providers translate it to <c>IS NULL</c>.
/// </summary>
/// <remarks>
/// A rule is taken apart where <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and <c>?:</c> put it together. A part that has such a value
/// anywhere in it becomes the answer that makes the rule say no: false, or true behind a negation. What the part would have made of the null
/// (a comparison, <c>All</c> of an empty list, <c>StartsWith</c> of an empty text) is not asked.
/// </remarks>
internal static class CapturedNulls
{
    public static Expression<Func<T, bool>> Refuse<T>(Expression<Func<T, bool>> rule) =>
        Refuse(rule.Body, negated: false) is var body && body == rule.Body ? rule : Expression.Lambda<Func<T, bool>>(body, rule.Parameters);

    private static Expression Refuse(Expression part, bool negated)
    {
        switch (part)
        {
            case NamedRule named:
                return Refuse(named.Rule, negated) is var inner && inner == named.Rule ? named : new NamedRule(named.Name, inner);
            case UnaryExpression { NodeType: ExpressionType.Not, Method: null } not when not.Type == typeof(bool):
                return not.Update(Refuse(not.Operand, !negated));
            case BinaryExpression { Method: null, NodeType: ExpressionType.AndAlso or ExpressionType.OrElse or ExpressionType.And or ExpressionType.Or } both
                when both.Type == typeof(bool):
                return both.Update(Refuse(both.Left, negated), both.Conversion, Refuse(both.Right, negated));
            case ConditionalExpression choice when choice.Type == typeof(bool) && !CapturedNullSearch.Finds(choice.Test):
                return choice.Update(choice.Test, Refuse(choice.IfTrue, negated), Refuse(choice.IfFalse, negated));
            default:
                return CapturedNullSearch.Finds(part) ? Expression.Constant(negated) : part;
        }
    }
}
