using System.Collections;
using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>
/// Looks for a value that a part of a rule has captured and that is null, or a collection with a null in it; also in captured queries and
/// expressions. A null that is written out (<c>o.OwnerId == null</c>) is meant, and so is what takes the place of one
/// (<c>caller.Tenant ?? "public"</c>).
/// </summary>
internal sealed class CapturedNullSearch : ExpressionVisitor
{
    private bool _found;

    public static bool Finds(Expression part)
    {
        var search = new CapturedNullSearch();
        search.Visit(part);
        return search._found;
    }

    public override Expression? Visit(Expression? node)
    {
        if (_found || node is null)
        {
            return node;
        }

        if (node is BinaryExpression { NodeType: ExpressionType.Coalesce } or ConditionalExpression && CapturedValue.IsCaptured(node))
        {
            Look(CapturedValue.Of(node));
        }
        else if (node is MemberExpression && CapturedValue.TryFollow(node, out var value))
        {
            Look(value);
        }
        else
        {
            base.Visit(node);
            if (!_found && CanBeNull(node) && CapturedValue.IsCaptured(node))
            {
                Look(CapturedValue.Of(node));
            }
        }

        return node;
    }

    /// <summary>Roots of queries, which only their provider knows.</summary>
    protected override Expression VisitExtension(Expression node) => node.CanReduce ? base.VisitExtension(node) : node;

    private static bool CanBeNull(Expression node) =>
        node.NodeType is ExpressionType.MemberAccess or ExpressionType.Call or ExpressionType.Index or ExpressionType.ArrayIndex or ExpressionType.Invoke
        && !node.Type.IsByRefLike && (!node.Type.IsValueType || Nullable.GetUnderlyingType(node.Type) is not null);

    private void Look(object? value)
    {
        switch (value)
        {
            case null:
                _found = true;
                break;
            case Expression expression:
                Visit(expression);
                break;
            case IQueryable query:
                // The root of a query is the query itself.
                if (query.Expression is not ConstantExpression)
                {
                    Visit(query.Expression);
                }

                break;
            case string:
                break;
            case IEnumerable items:
                _found = items.Cast<object?>().Contains(null);
                break;
        }
    }
}
