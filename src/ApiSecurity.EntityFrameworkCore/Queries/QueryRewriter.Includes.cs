using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>
/// What comes with objects. A collection is narrowed. A reference can't be: an object comes only if the caller may read what it refers to, or if it refers
/// to nothing, just as with query filters of Entity Framework and required navigations.
/// </summary>
internal sealed partial class QueryRewriter
{
    /// <summary>What must be true of the objects that others come with: those of the query itself, or of a collection before in the path.</summary>
    private sealed class Holder(Type element)
    {
        public ParameterExpression Element { get; } = Expression.Parameter(element, "holder");

        public Expression? Condition { get; private set; }

        public void Add(Expression condition) => Condition = Condition is null ? condition : Expression.AndAlso(Condition, condition);

        public LambdaExpression? Lambda => Condition is null ? null : Expression.Lambda(Condition, Element);
    }

    private sealed class Segment(MethodCallExpression call, LambdaExpression path)
    {
        public MethodCallExpression Call => call;

        public LambdaExpression Path => path;

        public Expression? Collection { get; set; }

        public LambdaExpression? Rule { get; set; }

        public Holder? Holder { get; set; }
    }

    private Expression VisitInclude(MethodCallExpression call, Coverage? coverage)
    {
        if (call.Method.GetGenericArguments().Length == 1)
        {
            CheckPath(call);
            return call.Update(null, [VisitSource(call.Arguments[0], coverage), call.Arguments[1]]);
        }

        var segments = new Stack<Segment>();
        for (var at = call; ; at = (MethodCallExpression)at.Arguments[0])
        {
            segments.Push(new Segment(at, QueryOperators.Lambda(at.Arguments[1])));
            if (at.Method.Name == "Include")
            {
                break;
            }
        }

        var source = VisitSource(segments.Peek().Call.Arguments[0], coverage);
        var root = new Holder(segments.Peek().Path.Parameters[0].Type);
        if (_trusted == 0)
        {
            var (holder, from) = (root, (Expression)root.Element);
            foreach (var segment in segments)
            {
                (holder, from) = Walk(segment, holder, from);
            }
        }

        var result = root.Lambda is { } condition ? RuleSet.Where(source, condition) : source;
        return segments.Aggregate(result, Rebuild);
    }

    /// <summary>Follows one part of the path, and notes what must be true of whom.</summary>
    /// <returns>The objects that what comes next comes with, and how to get to it from there.</returns>
    private (Holder Holder, Expression From) Walk(Segment segment, Holder holder, Expression from)
    {
        var steps = new Stack<Expression>();
        var node = QueryOperators.Unconverted(segment.Path.Body);
        while (node is MethodCallExpression { Object: null } call && !QueryOperators.IsProperty(call))
        {
            // Where, OrderBy, Skip, Take of a collection.
            node = QueryOperators.Unconverted(call.Arguments[0]);
        }

        for (; node is MemberExpression or MethodCallExpression; node = QueryOperators.Unconverted(node is MemberExpression member ? member.Expression! : ((MethodCallExpression)node).Arguments[0]))
        {
            steps.Push(node);
        }

        foreach (var step in steps)
        {
            if (FindNavigation(step) is { } guarded)
            {
                var rules = _model.RulesOf(guarded.Target.TargetEntityType);
                if (!guarded.Target.IsCollection)
                {
                    var path = new Replacing(segment.Path.Parameters[0], from).Visit(step);
                    holder.Add(Expression.OrElse(Expression.Equal(path, Expression.Constant(null, path.Type)), _rules.Of(rules, Operation.Read, path)));
                    continue;
                }

                segment.Rule = _rules.Reads(guarded.Target.TargetEntityType.ClrType, rules);
            }
        }

        if (steps.Count == 0)
        {
            return (holder, from);
        }

        var last = steps.Last();
        if (last.Type == typeof(string) || !typeof(System.Collections.IEnumerable).IsAssignableFrom(last.Type))
        {
            return (holder, new Replacing(segment.Path.Parameters[0], from).Visit(last));
        }

        segment.Collection = last;
        segment.Holder = new Holder(QueryOperators.ElementOf(last.Type));
        return (segment.Holder, segment.Holder.Element);
    }

    private Expression Rebuild(Expression source, Segment segment)
    {
        var body = segment.Path.Body;
        if (segment.Collection is { } collection && (segment.Rule is not null || segment.Holder?.Lambda is not null))
        {
            var narrowed = segment.Rule is null ? collection : RuleSet.Where(collection, segment.Rule);
            narrowed = segment.Holder?.Lambda is { } condition ? RuleSet.Where(narrowed, condition) : narrowed;
            body = body == collection || QueryOperators.Unconverted(body) == collection ? narrowed : new IncludeFilter(this, collection, narrowed).Visit(body);
        }
        else if (segment.Collection is not null && body is MethodCallExpression)
        {
            body = new IncludeFilter(this, segment.Collection, segment.Collection).Visit(body);
        }

        var path = body == segment.Path.Body ? segment.Path : Expression.Lambda(body, segment.Path.Parameters);
        var types = segment.Call.Method.GetGenericArguments();
        types[^1] = path.ReturnType;
        return Expression.Call(segment.Call.Method.GetGenericMethodDefinition().MakeGenericMethod(types), source, Expression.Quote(path));
    }

    private void CheckPath(MethodCallExpression call)
    {
        if (_trusted > 0)
        {
            return;
        }

        var path = CapturedValue.TryGet(call.Arguments[1], out var value) ? value as string : null;
        var type = _model.Model.FindEntityType(call.Method.GetGenericArguments()[0]);
        foreach (var name in path?.Split('.') ?? [])
        {
            var navigation = type?.GetDerivedTypesInclusive()
                .Select(one => one.FindNavigation(name) ?? (INavigationBase?)one.FindSkipNavigation(name)).FirstOrDefault(found => found is not null);
            if (navigation is null || _model.IsGuarded(navigation.TargetEntityType))
            {
                Refuse($"includes \"{path}\" by its name, which can't be narrowed to what the caller may read. Write it as a lambda: Include(x => x.…)");
                return;
            }

            type = navigation.TargetEntityType;
        }
    }

    private sealed class Replacing(Expression from, Expression to) : ExpressionVisitor
    {
        [return: NotNullIfNotNull(nameof(node))]
        public override Expression? Visit(Expression? node) => node == from ? to : base.Visit(node);
    }

    /// <summary>Lets the collection be, which has its rule already, and looks into what the code itself filters by.</summary>
    private sealed class IncludeFilter(QueryRewriter rewriter, Expression collection, Expression narrowed) : ExpressionVisitor
    {
        [return: NotNullIfNotNull(nameof(node))]
        public override Expression? Visit(Expression? node) => node == collection ? narrowed : base.Visit(node);

        protected override Expression VisitLambda<T>(Expression<T> node) => rewriter.Visit(node);
    }
}
