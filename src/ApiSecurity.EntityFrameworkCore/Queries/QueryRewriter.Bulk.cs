using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>Bulk updates and deletes: the rows are those that the caller may update or delete, and updated ones must be what they may become.</summary>
internal sealed partial class QueryRewriter
{
    private MethodCallExpression VisitBulk(MethodCallExpression call)
    {
        var operation = call.Method.Name == "ExecuteDelete" ? Operation.Delete : Operation.Update;
        var element = call.Method.GetGenericArguments()[0];
        var isLeftOut = _trusted > 0 || QueryOperators.LeavesOut(call);
        if (isLeftOut)
        {
            return call.Update(null, [Visit(call.Arguments[0]), .. call.Arguments.Skip(1).Select(Trusted)]);
        }

        var setters = operation == Operation.Update ? BulkSetter.Read(call.Arguments[1], value => Visit(value)) : [];
        if (_model.Model.FindEntityType(element) is not { } type)
        {
            var source = Visit(call.Arguments[0]);
            if (setters is null || setters.Any(setter => setter.Target is null || IsGuardedOwner(setter.Target)))
            {
                Refuse($"changes rows by {call.Method.Name} of something else than an entity type, which can't be checked. Call it on the objects themselves");
            }

            return call.Update(null, [source, .. call.Arguments.Skip(1).Select(argument => Visit(argument))]);
        }

        var rules = _model.RulesOf(type);
        if (rules.Count == 0)
        {
            return call.Update(null, [References(type, setters, Visit(call.Arguments[0])), .. call.Arguments.Skip(1).Select(argument => Visit(argument))]);
        }

        // What narrows by the operation stands for what narrows by reading.
        var asked = rules.Where(rule => !Asks(call.Arguments[0], rule.Policy.Object, operation)).ToList();
        if (asked.Any(rule => !rule.IsOfDerived))
        {
            Unasked.Add(type.DisplayName());
            if (!_mayFilter)
            {
                Refusal ??= $"A query changes {type.DisplayName()} by {call.Method.Name}, and did not ask the object policy for it. "
                    + $"Write objects.Filter(db.Set<{type.DisplayName()}>(), Operation.{operation}).{call.Method.Name}(…); where the caller may change all, .WithoutObjectPolicies(\"why\").";
            }
        }

        Coverage? coverage = null;
        foreach (var rule in rules)
        {
            coverage = new Coverage(rule.Policy.Object, operation, coverage);
        }

        var parameter = Expression.Parameter(element, "changed");
        var rows = VisitSource(call.Arguments[0], coverage);
        if (Refusal is not null)
        {
            return call;
        }

        if (asked.Count > 0)
        {
            rows = RuleSet.Where(rows, Expression.Lambda(_rules.Of(asked, operation, parameter), parameter));
        }

        if (operation == Operation.Update)
        {
            rows = RuleSet.Where(rows, Expression.Lambda(Result(type, rules, setters, parameter), parameter));
            rows = References(type, setters, rows);
        }

        return call.Update(null, [rows, .. call.Arguments.Skip(1).Select(argument => Visit(argument))]);
    }

    /// <summary>The rule for what rows become: that of the result, with what is set in the place of what was there.</summary>
    private Expression Result(IEntityType type, IReadOnlyList<EntityRule> rules, IReadOnlyList<BulkSetter>? setters, ParameterExpression row)
    {
        var rule = _rules.Of(rules, Operation.Update, row, isResult: true);
        var result = new BulkResult(_model, type, row, setters ?? []);
        var changed = result.Visit(rule)!;
        if (setters is null || result.IsUnknown)
        {
            Refuse("sets by ExecuteUpdate what its policy asks for in a way that can't be checked. Load the objects, change and save them");
        }

        return changed;
    }

    /// <summary>Only rows whose foreign keys will refer to nothing, or to what the caller may read.</summary>
    private Expression References(IEntityType type, IReadOnlyList<BulkSetter>? setters, Expression rows)
    {
        if (!ChecksForeignKeys)
        {
            return rows;
        }

        foreach (var key in type.GetForeignKeys().Concat(type.GetDerivedTypes().SelectMany(derived => derived.GetDeclaredForeignKeys())).Where(key => !key.IsOwnership))
        {
            var target = key.PrincipalEntityType;
            var root = target.GetRootType();
            if (!_model.IsGuarded(root) || (setters is not null && !setters.Any(setter => setter.Path.Count == 0 || key.Properties.Any(property => property.Name == setter.Path[0]))))
            {
                continue;
            }

            if (setters is null || key.Properties is not [var only] || root.HasSharedClrType || setters.Any(setter => setter.Path.Count == 0))
            {
                Refuse($"sets by ExecuteUpdate what refers to {target.DisplayName()}, in a way that can't be checked. Load the objects, change and save them");
                return rows;
            }

            var row = Expression.Parameter(type.ClrType, "referring");
            var value = setters.Last(setter => setter.Path[0] == only.Name).Value(row);
            var referred = Expression.Parameter(root.ClrType, "referred");
            var there = RuleSet.Where(
                RuleSet.Where(new EntityQueryRootExpression(_provider, root), _rules.Reads(root.ClrType, _model.RulesOf(root))),
                Expression.Lambda(Same(Property(referred, key.PrincipalKey.Properties[0]), value), referred));
            var isThere = Expression.Call(typeof(Queryable), nameof(Queryable.Any), [root.ClrType], there);
            var isNone = value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null ? (Expression)Expression.Constant(false) : Expression.Equal(value, Expression.Constant(null, value.Type));
            rows = RuleSet.Where(rows, Expression.Lambda(Expression.OrElse(isNone, isThere), row));
        }

        return rows;
    }

    private bool IsGuardedOwner(Expression target) => target is MemberExpression { Expression: { } owner } && _model.IsGuarded(owner.Type);

    private static bool Asks(Expression source, Type type, Operation operation)
    {
        for (var node = source; node is MethodCallExpression { Arguments.Count: > 0 } call; node = call.Arguments[0])
        {
            if (QueryMarks.IsRestricted(call))
            {
                if (call.Method.GetGenericArguments()[0] == type && (Operation)((ConstantExpression)call.Arguments[2]).Value! == operation)
                {
                    return true;
                }
            }
            else if (!QueryOperators.Keeps(call) || QueryOperators.TakesBoth(call))
            {
                return false;
            }
        }

        return false;
    }
}
