using System.Linq.Expressions;
using ApiSecurity.Authorization;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>One <c>SetProperty</c> of a bulk update.</summary>
/// <param name="Target">What is set.</param>
/// <param name="Path">The names of the members down to it; empty if it is something else than members.</param>
/// <param name="Value">The value, out of a row.</param>
internal sealed record BulkSetter(Expression? Target, IReadOnlyList<string> Path, Func<Expression, Expression> Value)
{
    /// <returns>The setters; <see langword="null"/> if they are in another form than is known.</returns>
    public static IReadOnlyList<BulkSetter>? Read(Expression argument, Func<Expression, Expression> visit)
    {
        if (argument is not NewArrayExpression array)
        {
            return null;
        }

        var setters = new List<BulkSetter>();
        foreach (var item in array.Expressions)
        {
            if (QueryOperators.Unconverted(item) is not NewExpression { Arguments: [var first, var second] } || Strip(first) is not LambdaExpression target)
            {
                return null;
            }

            var body = QueryOperators.Unconverted(target.Body);
            Func<Expression, Expression> value = Strip(second) is LambdaExpression lambda
                ? row => visit(PolicyExpression.With(lambda, row))
                : _ => visit(QueryOperators.Unconverted(second));
            setters.Add(new BulkSetter(body, PathOf(body, target.Parameters[0]) ?? [], value));
        }

        return setters;
    }

    /// <returns>The names of the members from a row to a value; <see langword="null"/> if it is none of the row's.</returns>
    public static IReadOnlyList<string>? PathOf(Expression node, Expression row)
    {
        var names = new Stack<string>();
        while (true)
        {
            node = QueryOperators.Unconverted(node);
            switch (node)
            {
                case MemberExpression { Expression: { } owner } member:
                    names.Push(member.Member.Name);
                    node = owner;
                    break;
                case MethodCallExpression call when QueryOperators.IsProperty(call) && CapturedValue.TryGet(call.Arguments[1], out var name) && name is string text:
                    names.Push(text);
                    node = call.Arguments[0];
                    break;
                default:
                    return node == row && names.Count > 0 ? [.. names] : null;
            }
        }
    }

    private static Expression Strip(Expression node)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Quote or ExpressionType.Convert } unary)
        {
            node = unary.Operand;
        }

        return node;
    }
}
