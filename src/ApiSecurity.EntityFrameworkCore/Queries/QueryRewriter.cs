using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>
/// Puts the caller's rule wherever guarded objects come into a query and nobody has asked: at roots, in joins and subqueries, behind navigations. What was
/// asked has a mark (<see cref="QueryMarks"/>); the marks are taken out.
/// </summary>
internal sealed partial class QueryRewriter : ExpressionVisitor
{
    /// <summary>Of the relational part, which this package does not need.</summary>
    private const string SqlRoot = "FromSqlQueryRootExpression";

    private readonly GuardedModel _model;
    private readonly IAsyncQueryProvider _provider;
    private readonly bool _mayFilter;
    private readonly RuleSet _rules;
    private int _trusted;
    private bool _ignoresEager;

    public QueryRewriter(GuardedModel model, IAsyncQueryProvider provider, Func<ObjectAuthorizer> objects, bool mayFilter, bool isTrusted)
    {
        _provider = provider;
        _model = model;
        _mayFilter = mayFilter;
        _trusted = isTrusted ? 1 : 0;
        _rules = new RuleSet(objects, Trusted);
    }

    /// <summary>Whether what foreign keys are set to must be something that the caller may read.</summary>
    public bool ChecksForeignKeys { get; init; }

    /// <summary>The types that were read and not asked for.</summary>
    public SortedSet<string> Unasked { get; } = new(StringComparer.Ordinal);

    /// <summary>The reasons for which policies were left out.</summary>
    public List<string> Reasons { get; } = [];

    /// <summary>Why the query can't be run, whatever the options say.</summary>
    public string? Refusal { get; private set; }

    public Expression Rewrite(Expression query)
    {
        _ignoresEager = EagerSearch.IsIgnored(query);
        return QueryOperators.LeavesOut(query) ? Trusted(query) : Visit(query);
    }

    [return: NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node) => node is not null && typeof(IQueryable).IsAssignableFrom(node.Type) ? VisitSource(node, null) : base.Visit(node);

    protected override Expression VisitExtension(Expression node) => node.CanReduce && node is not QueryRootExpression ? base.VisitExtension(node) : node;

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (QueryOperators.IsOfEntityFramework(node, "ExecuteDelete") || QueryOperators.IsOfEntityFramework(node, "ExecuteUpdate"))
        {
            return VisitBulk(node);
        }

        if (FindNavigation(node) is { } navigation)
        {
            return VisitNavigation(navigation);
        }

        return node.Update(Visit(node.Object), VisitArguments(node, coverage: null));
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (FindNavigation(node) is { } navigation)
        {
            return VisitNavigation(navigation);
        }

        // What a list has, of what is left of it.
        if (node.Member.Name == "Count" && node.Expression is not null && FindNavigation(node.Expression) is { Target.IsCollection: true } list)
        {
            var filtered = Filtered(list);
            return Expression.Call(typeof(Enumerable), nameof(Enumerable.Count), [QueryOperators.ElementOf(filtered.Type)], filtered);
        }

        return base.VisitMember(node);
    }

    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        if (FindNavigation(QueryOperators.Unconverted(node.Body)) is { Target.IsCollection: true } list && Filtered(list) is { } filtered && node.ReturnType.IsAssignableFrom(filtered.Type))
        {
            return Expression.Lambda(node.Type, filtered, node.Parameters);
        }

        var body = Visit(node.Body);
        return body == node.Body ? node : Expression.Lambda(node.Type, body, node.Name, node.TailCall, node.Parameters);
    }

    private Expression VisitSource(Expression node, Coverage? coverage)
    {
        switch (node)
        {
            case MethodCallExpression call when QueryMarks.IsRestricted(call):
                var operation = (Operation)((ConstantExpression)call.Arguments[2]).Value!;
                var source = VisitSource(call.Arguments[0], new Coverage(call.Method.GetGenericArguments()[0], operation, coverage));
                return RuleSet.Where(source, (LambdaExpression)Trusted(QueryOperators.Lambda(call.Arguments[1])));
            case MethodCallExpression call when QueryMarks.IsTrusted(call):
                return Trusted(call.Arguments[0]);
            case MethodCallExpression call when QueryMarks.IsWithout(call):
                Reasons.Add((string)((ConstantExpression)call.Arguments[1]).Value!);
                return Trusted(call.Arguments[0]);
            case EntityQueryRootExpression sql when sql.GetType().Name == SqlRoot && !_model.IsGuarded(sql.EntityType):
                Refuse("sends SQL of its own (SqlQuery, FromSql) for a type without a policy, of which nobody can say what it reads");
                return node;
            case EntityQueryRootExpression root:
                return VisitRoot(root, root.EntityType, coverage);
            case QueryRootExpression:
                Refuse("sends SQL of its own (SqlQuery), of which nobody can say what it reads");
                return node;
            case ConstantExpression { Value: IQueryable query }:
                return Inline(node, query, coverage);
            case MethodCallExpression call when QueryOperators.IsOperator(call):
                return VisitOperator(call, coverage);
            case MethodCallExpression or MemberExpression when CapturedValue.TryGet(node, out var value) && value is IQueryable query:
                return Inline(node, query, coverage);
            case MethodCallExpression call when FindNavigation(call) is null:
                // A function of the database, with arguments out of the query.
                return VisitFunction(call.Update(Visit(call.Object), Visit(call.Arguments)), coverage);
            default:
                return base.Visit(node);
        }
    }

    private Expression VisitOperator(MethodCallExpression call, Coverage? coverage)
    {
        if (QueryOperators.IsOfEntityFramework(call, "Include") || QueryOperators.IsOfEntityFramework(call, "ThenInclude"))
        {
            return VisitInclude(call, coverage);
        }

        return call.Update(null, VisitArguments(call, QueryOperators.Keeps(call) ? coverage : null));
    }

    private Expression[] VisitArguments(MethodCallExpression call, Coverage? coverage)
    {
        var parameters = call.Method.GetParameters();
        var arguments = new Expression[call.Arguments.Count];
        for (var index = 0; index < arguments.Length; index++)
        {
            var argument = call.Arguments[index];
            if (FindNavigation(QueryOperators.Unconverted(argument)) is { Target.IsCollection: true } list && Filtered(list) is { } filtered
                && parameters[index].ParameterType.IsAssignableFrom(filtered.Type))
            {
                arguments[index] = filtered;
                continue;
            }

            var isSource = coverage is not null && (index == 0 || (index == 1 && QueryOperators.TakesBoth(call))) && typeof(IQueryable).IsAssignableFrom(argument.Type);
            arguments[index] = isSource ? VisitSource(argument, coverage) : Visit(argument);
        }

        return arguments;
    }

    private Expression VisitRoot(Expression root, IEntityType type, Coverage? coverage)
    {
        if (_trusted > 0)
        {
            return root;
        }

        if (!_ignoresEager && _model.FindEager(type) is { } eager)
        {
            Refuse($"brings {eager} with each {type.DisplayName()} (AutoInclude), which no rule can narrow. Write IgnoreAutoIncludes() and Include what is needed");
        }

        var rules = _model.RulesOf(type);
        if (coverage is not null)
        {
            rules = [.. rules.Where(rule => !Coverage.Covers(coverage, rule.Policy.Object))];
        }
        else if (rules.Any(rule => !rule.IsOfDerived))
        {
            Unasked.Add(type.DisplayName());
            if (!_mayFilter)
            {
                return root;
            }
        }

        return rules.Count == 0 ? root : RuleSet.Where(root, _rules.Reads(type.ClrType, rules));
    }

    private Expression VisitFunction(Expression call, Coverage? coverage)
    {
        var element = QueryOperators.ElementOf(call.Type);
        return _model.Model.FindEntityTypes(element).FirstOrDefault() is { } type ? VisitRoot(call, type, coverage)
            : _model.Model.FindEntityType(element) is { } known ? VisitRoot(call, known, coverage)
            : call;
    }

    private Expression Inline(Expression node, IQueryable query, Coverage? coverage)
    {
        if (query.Provider is not EntityQueryProvider || query.Expression is ConstantExpression)
        {
            return node;
        }

        return query.Expression is MethodCallExpression made && (node as MethodCallExpression)?.Method == made.Method
            ? VisitFunction(query.Expression, coverage)
            : VisitSource(query.Expression, coverage);
    }

    /// <summary>Takes marks out, and adds nothing.</summary>
    private Expression Trusted(Expression node)
    {
        _trusted++;
        var visited = Visit(node);
        _trusted--;
        return visited;
    }

    private void Refuse(string why)
    {
        if (_trusted == 0)
        {
            Refusal ??= $"A query {why}. Where the caller may have all that it gives, write .WithoutObjectPolicies(\"why\").";
        }
    }

    private sealed class EagerSearch : ExpressionVisitor
    {
        private bool _found;

        public static bool IsIgnored(Expression query)
        {
            var search = new EagerSearch();
            search.Visit(query);
            return search._found;
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            _found |= QueryOperators.IsOfEntityFramework(node, "IgnoreAutoIncludes");
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitExtension(Expression node) => node;
    }
}
