using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>A part of a rule as providers and code take it: without names, and with a no to whatever a captured null would say.</summary>
internal readonly struct RulePart<T>
{
    private readonly RulePlan<T>? _plan;
    private readonly object?[] _values;

    /// <summary>One in which nothing needs to be looked for any more.</summary>
    public RulePart(Expression<Func<T, bool>> expression)
        : this(expression, null, [])
    {
    }

    private RulePart(Expression<Func<T, bool>> expression, RulePlan<T>? plan, object?[] values)
    {
        Expression = expression;
        _plan = plan;
        _values = values;
    }

    public Expression<Func<T, bool>> Expression { get; }

    /// <summary>A rule as a policy has returned it.</summary>
    public static RulePart<T> Of(Expression<Func<T, bool>> rule)
    {
        if (RuleReader.Read(rule) is not { } reader)
        {
            return Search(rule);
        }

        var hasNames = reader.HasNames;
        var values = reader.Values;
        RulePlan<T>? plan;
        try
        {
            plan = RulePlans<T>.Of(reader, rule);
        }
        finally
        {
            reader.Clear();
        }

        return plan?.HasNoNull(values) != true ? Search(rule) : new RulePart<T>(hasNames ? PolicyExpression.WithoutNames(rule) : rule, plan, values);
    }

    /// <returns>The part as it can be kept with the caller; <see langword="null"/> if it is made of anything else that could change.</returns>
    public RulePart<T>? Keep(Caller caller) => _plan is not null && KeptRule.TryMake(Expression, caller, out var kept) ? Of(kept) : null;

    /// <summary>The part as C#.</summary>
    public CompiledRule<T> Compile() => _plan?.Made is { } code ? new CompiledRule<T>(code, _values) : CompiledRule.Compile(Expression);

    private static RulePart<T> Search(Expression<Func<T, bool>> rule) => new(PolicyExpression.WithoutNames(CapturedNulls.Refuse(rule)));
}
