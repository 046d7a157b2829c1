using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>A rule as C#, for objects in memory. Rules of the same shape share what was compiled; each has its own captured values.</summary>
internal sealed class CompiledRule<T>(Func<T, object?[], bool> code, object?[] captured)
{
    public bool Allows(T value) => code(value, captured);
}

internal static class CompiledRule
{
    public static CompiledRule<T> Compile<T>(Expression<Func<T, bool>> rule)
    {
        if (RuleReader.Read(rule) is { } reader)
        {
            try
            {
                if (RulePlans<T>.Of(reader, rule) is { } plan)
                {
                    return new CompiledRule<T>(plan.Code(rule, reader.Captured), reader.Values);
                }
            }
            finally
            {
                reader.Clear();
            }
        }

        // A shape that can't be compared, a rule that queries for instance: interpreted, which for a few objects is cheaper than to compile it.
        var safe = NullSafeRule.Make(rule);
        var code = safe.Compile(preferInterpretation: !SpanSearch.Finds(safe));
        return new CompiledRule<T>((value, _) => code(value), []);
    }

    /// <summary>Spans (what <c>Contains</c> of an array is, in C# 14) can't be interpreted.</summary>
    private sealed class SpanSearch : ExpressionVisitor
    {
        private bool _found;

        public static bool Finds(Expression rule)
        {
            var search = new SpanSearch();
            search.Visit(rule);
            return search._found;
        }

        public override Expression? Visit(Expression? node)
        {
            _found |= node?.Type.IsByRefLike == true;
            return _found ? node : base.Visit(node);
        }
    }
}
