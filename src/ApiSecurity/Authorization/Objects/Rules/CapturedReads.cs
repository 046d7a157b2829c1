using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>
/// Which captured values <see cref="CapturedNullSearch"/> looks at in a rule, where they are all reached by fields and properties: then a rule of the same
/// shape is looked through by compiled code. What has to be worked out (calls, <c>??</c>, queries) is looked for in each rule anew.
/// </summary>
internal sealed class CapturedReads : ExpressionVisitor
{
    private readonly List<Expression> _found = [];
    private bool _isAll = true;

    private CapturedReads()
    {
    }

    /// <returns>The reads; <see langword="null"/> if there is more to it.</returns>
    public static IReadOnlyList<Expression>? Of(Expression rule)
    {
        var reads = new CapturedReads();
        reads.Visit(rule);
        return reads._isAll ? reads._found : null;
    }

    public override Expression? Visit(Expression? node)
    {
        switch (node)
        {
            case null or ConstantExpression { Value: null }:
                break;
            case ConstantExpression constant:
                if (!constant.Type.IsValueType && constant.Type != typeof(string))
                {
                    _found.Add(constant);
                }

                break;
            case MemberExpression when CapturedValue.CanFollow(node):
                _isAll = _isAll && !HasNullableOwner(node);
                _found.Add(node);
                break;
            default:
                _isAll = _isAll && (!IsWorkedOut(node) || CapturedValue.DependsOnObject(node));
                base.Visit(node);
                break;
        }

        return node;
    }

    /// <summary>Roots of queries, which only their provider knows.</summary>
    protected override Expression VisitExtension(Expression node) => node.CanReduce ? base.VisitExtension(node) : node;

    private static bool IsWorkedOut(Expression node) => CapturedNullSearch.IsChoice(node) || CapturedNullSearch.MakesValue(node);

    /// <summary>A box holds the value alone, which code that is compiled does not see so.</summary>
    private static bool HasNullableOwner(Expression? node) => node is MemberExpression member
        && ((member.Expression is { } owner && Nullable.GetUnderlyingType(owner.Type) is not null) || HasNullableOwner(member.Expression));
}
