using System.Linq.Expressions;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>Asks the policy of one type, for code that knows the type only when the application runs.</summary>
internal abstract class ObjectLoader
{
    public abstract Type Object { get; }

    public static ObjectLoader For(Type type) => (ObjectLoader)Activator.CreateInstance(typeof(ObjectLoader<>).MakeGenericType(type))!;

    /// <summary>Loads and checks what an endpoint demands, once a request.</summary>
    public abstract ValueTask<LoadedObject> LoadAsync(HttpContext context, ObjectDemand demand);

    /// <summary>Which of some references the caller may not have.</summary>
    /// <returns>The references; none, if all are allowed.</returns>
    public abstract ValueTask<IReadOnlyList<FoundReference>> RefuseAsync(HttpContext context, IReadOnlyList<FoundReference> references, Operation operation);
}

/// <summary>What became of a demand.</summary>
/// <param name="Value">The object.</param>
/// <param name="Refusal">Why there is none; <see langword="null"/> with an object, and without one where none was asked for.</param>
internal readonly record struct LoadedObject(object? Value, Refusal? Refusal);

internal sealed class ObjectLoader<T> : ObjectLoader
    where T : class
{
    public override Type Object => typeof(T);

    public override async ValueTask<LoadedObject> LoadAsync(HttpContext context, ObjectDemand demand)
    {
        var authorizer = context.RequestServices.GetRequiredService<ObjectAuthorizer>();
        if (authorizer.Loaded.TryGet(context, demand, out var known))
        {
            return known;
        }

        var loaded = await LoadAsync(context, demand, authorizer).ConfigureAwait(false);
        authorizer.Loaded.Add(context, demand, loaded);
        return loaded;
    }

    public override async ValueTask<IReadOnlyList<FoundReference>> RefuseAsync(HttpContext context, IReadOnlyList<FoundReference> references, Operation operation)
    {
        var authorizer = context.RequestServices.GetRequiredService<ObjectAuthorizer>();
        var policy = authorizer.Policy<T>();
        var ids = references.Select(reference => policy.ReadId(reference.Id)).ToArray();
        IReadOnlySet<object> allowed = authorizer.Rule(policy, context.GetCaller(), operation) is { } rule && ids.OfType<object>().Distinct().ToArray() is { Length: > 0 } wanted
            ? await policy.FindAsync(wanted, rule, context.RequestAborted).ConfigureAwait(false)
            : new HashSet<object>();
        return [.. references.Where((_, index) => ids[index] is not { } id || !allowed.Contains(id))];
    }

    private static async ValueTask<LoadedObject> LoadAsync(HttpContext context, ObjectDemand demand, ObjectAuthorizer authorizer)
    {
        var policy = authorizer.Policy<T>();
        var operation = demand.OperationOf(context.Request);
        if (!demand.TryGetId(context, out var text))
        {
            return demand.IsOptional ? default : new(null, ObjectProblems.Unreadable(typeof(T), operation));
        }

        if (OpaqueIdRoutes.Read(context, demand, text) is not { } known || policy.ReadId(known) is not { } id)
        {
            return new(null, ObjectProblems.Unreadable(typeof(T), operation));
        }

        Expression<Func<T, bool>>? bond = null;
        foreach (var (parent, how) in demand.Parents)
        {
            var above = await parent.Loader.LoadAsync(context, parent).ConfigureAwait(false);
            if (above.Value is null)
            {
                // What the object belongs to is refused, and the object with it.
                return above.Refusal is null && parent.IsOptional ? new(null, ObjectProblems.Unreadable(parent.Object, operation)) : above;
            }

            var rule = (Expression<Func<T, bool>>)how.RuleFor(policy, above.Value);
            bond = bond is null ? rule : PolicyExpression.And(bond, rule);
        }

        var value = await authorizer.LoadAsync(policy, id, context.GetCaller(), operation, bond, context.RequestAborted).ConfigureAwait(false);
        return value is not null ? new(value, null) : new(null, await ObjectAuthorizer.ExplainAsync(policy, id, context.GetCaller(), operation, bond is not null, context.RequestAborted).ConfigureAwait(false));
    }
}
