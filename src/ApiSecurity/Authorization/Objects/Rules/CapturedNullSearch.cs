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
    private readonly HashSet<object> _entered = new(ReferenceEqualityComparer.Instance);
    private bool _inMadeQuery;
    private bool _found;

    /// <summary>Whether a captured value is null, or a collection with a null in it.</summary>
    public static bool IsNull(object? value)
    {
        if (value is null or string)
        {
            return value is null;
        }

        var search = new CapturedNullSearch();
        search.Look(value);
        return search._found;
    }

    public static bool Finds(Expression part)
    {
        var search = new CapturedNullSearch();
        search.Visit(part);
        return search._found;
    }

    public override Expression? Visit(Expression? node)
    {
        if (_found)
        {
            return node;
        }

        switch (node)
        {
            case null or ConstantExpression { Value: null }:
                break;
            case ConstantExpression constant:
                Look(constant.Value);
                break;
            case MemberExpression when CapturedValue.TryFollow(node, out var value):
                Look(value);
                break;
            case BinaryExpression { NodeType: ExpressionType.Coalesce } when !IsTruth(node.Type) && CapturedValue.TryGet(node, out var value):
                Look(value);
                break;
            case ConditionalExpression choice when !IsTruth(node.Type) && CapturedValue.TryGet(node, out var value):
                // Whether a value is there may be asked; what a comparison makes of the null may not.
                Visit(IsNullCheck(choice.Test) ? null : choice.Test);
                Look(value);
                break;
            default:
                base.Visit(node);
                LookAtResult(node);
                break;
        }

        return node;
    }

    /// <summary>Roots of queries, which only their provider knows.</summary>
    protected override Expression VisitExtension(Expression node) => node.CanReduce ? base.VisitExtension(node) : node;

    /// <summary>What is made of captured values that are there may be null all the same. What can't be worked out here is not null here.</summary>
    private void LookAtResult(Expression node)
    {
        if (_found || !MakesValue(node) || !CapturedValue.TryGet(node, out var value))
        {
            return;
        }

        if (value is not IQueryable)
        {
            Look(value);
        }
        else if (!_inMadeQuery)
        {
            // A call that makes a query may have a call of the same in it, which makes another one each time: only the first is entered.
            _inMadeQuery = true;
            Look(value);
            _inMadeQuery = false;
        }
    }

    /// <summary>What is made of other values, and may be null where they are not or the other way round.</summary>
    internal static bool IsChoice(Expression node) => node is ConditionalExpression or BinaryExpression { NodeType: ExpressionType.Coalesce } && !IsTruth(node.Type);

    internal static bool MakesValue(Expression node) => node switch
    {
        LambdaExpression or ParameterExpression or DefaultExpression or NewExpression or MemberInitExpression or ListInitExpression => false,
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked, Method: null } => false,
        { NodeType: ExpressionType.Quote or ExpressionType.Extension or ExpressionType.NewArrayInit } => false,
        _ => !node.Type.IsByRefLike && node.Type != typeof(void) && (!node.Type.IsValueType || Nullable.GetUnderlyingType(node.Type) is not null),
    };

    private static bool IsTruth(Type type) => type == typeof(bool) || type == typeof(bool?);

    private static bool IsNullCheck(Expression test) =>
        test is BinaryExpression { NodeType: ExpressionType.Equal or ExpressionType.NotEqual } comparison
        && (IsNull(comparison.Left) || IsNull(comparison.Right));

    private static bool IsNull(Expression node) => node is ConstantExpression { Value: null } or UnaryExpression { NodeType: ExpressionType.Convert, Operand: ConstantExpression { Value: null } };

    private void Look(object? value)
    {
        if (_found || (value is not (null or string or ValueType) && !_entered.Add(value)))
        {
            return;
        }

        switch (value)
        {
            case null:
                _found = true;
                break;
            case string:
                break;
            case Expression expression:
                Visit(expression);
                break;
            case IQueryable query:
                // The root of a query is the query itself.
                Visit(query.Expression is ConstantExpression ? null : query.Expression);
                _found = _found || (query is EnumerableQuery && HasNull(query));
                break;
            case IEnumerable items:
                _found = HasNull(items);
                break;
        }
    }

    private static bool HasNull(IEnumerable items) => items.Cast<object?>().Contains(null);
}
