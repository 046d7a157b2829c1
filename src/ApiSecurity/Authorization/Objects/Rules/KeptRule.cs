using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ApiSecurity.Authorization;

/// <summary>
/// Makes of a rule one that can outlive its request: what it reads of the caller is read now, and the compiler's closures, which hold whatever else the
/// policy's method had at hand, are let go. Captured values stay such for providers, so that all callers' rules are one statement.
/// </summary>
internal sealed class KeptRule : ExpressionVisitor
{
    private readonly Caller _caller;
    private bool _isOfCaller = true;

    private KeptRule(Caller caller) => _caller = caller;

    /// <returns>Whether the rule has captured the caller and values that never change, and nothing else: a rule with a policy, a query or a list in it is as old as those.</returns>
    public static bool TryMake<T>(Expression<Func<T, bool>> rule, Caller caller, [NotNullWhen(true)] out Expression<Func<T, bool>>? kept)
    {
        var making = new KeptRule(caller);
        var made = (Expression<Func<T, bool>>)making.Visit(rule);
        kept = making._isOfCaller ? made : null;
        return kept is not null;
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (Root(node) is not { } root)
        {
            // Of the object, or static: read anew each time.
            return base.VisitMember(node);
        }

        if (!IsOfCaller(node, root) || !CapturedValue.TryFollow(node, out var value))
        {
            _isOfCaller = false;
            return node;
        }

        var holder = Activator.CreateInstance(typeof(Holder<>).MakeGenericType(node.Type), value)!;
        return Expression.Field(Expression.Constant(holder), nameof(Holder<>.Value));
    }

    protected override Expression VisitConstant(ConstantExpression node)
    {
        _isOfCaller &= node.Value is null || IsSettled(node.Value);
        return node;
    }

    private static ConstantExpression? Root(Expression? node) => node switch
    {
        ConstantExpression constant => constant,
        MemberExpression member => Root(member.Expression),
        _ => null,
    };

    /// <summary>Whether the first value on the way that is no closure is the caller, or one that never changes.</summary>
    private bool IsOfCaller(MemberExpression node, ConstantExpression root)
    {
        if (node.Expression is MemberExpression before && !IsClosureRead(before))
        {
            return IsOfCaller(before, root);
        }

        return IsClosure(root.Type) && CapturedValue.TryFollow(node, out var value) && value is not null && IsSettled(value);
    }

    private static bool IsClosureRead(MemberExpression node) => IsClosure(node.Type);

    /// <summary>Dates and times are not among them: one that was captured is most likely the clock's.</summary>
    private bool IsSettled(object value) => ReferenceEquals(value, _caller) || value is string or decimal or Guid || value.GetType().IsPrimitive || value.GetType().IsEnum;

    /// <summary>What the compiler makes of variables that a lambda uses.</summary>
    private static bool IsClosure(Type type) => type.IsNestedPrivate && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    /// <summary>EF Core makes parameters of what is in a private class of the compiler's, and texts of the statement of all else.</summary>
    [CompilerGenerated]
    private sealed class Holder<TValue>(TValue value)
    {
        public readonly TValue Value = value;
    }
}
