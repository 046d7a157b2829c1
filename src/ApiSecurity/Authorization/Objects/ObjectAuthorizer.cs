using System.Linq.Expressions;
using System.Security.Claims;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>
/// Asks the object policies on behalf of the request's caller. Take it as a parameter of an endpoint, a gRPC service or a hub's method (there with
/// <see cref="For"/>). Outside of a request the caller is <see cref="Caller.Anonymous"/>, who gets nothing.
/// </summary>
public sealed class ObjectAuthorizer
{
    private readonly IServiceProvider _services;
    private readonly IHttpContextAccessor _accessor;
    private readonly Refusals _refusals;
    private readonly Caller? _caller;
    private ObjectJudge? _judges;

    internal ObjectAuthorizer(IServiceProvider services, IHttpContextAccessor accessor, Refusals refusals, Caller? caller = null)
    {
        _services = services;
        _accessor = accessor;
        _refusals = refusals;
        _caller = caller;
    }

    internal LoadedObjects Loaded { get; } = new();

    private Caller CurrentCaller => _caller ?? _accessor.HttpContext?.GetCaller() ?? Caller.Anonymous;

    /// <summary>Asks on behalf of somebody else than the request's caller: in a SignalR hub <c>For(Context.User!)</c>, in a background job whoever has ordered it.</summary>
    /// <param name="user">Who.</param>
    /// <returns>What asks for them, by the same policies and the same options.</returns>
    public ObjectAuthorizer For(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new ObjectAuthorizer(_services, _accessor, _refusals, _services.GetRequiredService<CallerFactory>().Get(user));
    }

    /// <summary>Narrows a query to what the caller may have. The rule becomes a part of the query: the database filters.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="source">The query.</param>
    /// <param name="operation">What the objects are wanted for.</param>
    /// <returns>The narrowed query.</returns>
    /// <exception cref="InvalidOperationException">The type has no policy.</exception>
    public IQueryable<T> Filter<T>(IQueryable<T> source, Operation operation = Operation.Read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(source);
        return ObjectQuery.Restrict(source, Rule(Policy<T>(), CurrentCaller, operation)?.ToExpression() ?? (static _ => false), operation);
    }

    /// <summary>Narrows objects in memory to what the caller may have; for stores that can't be queried.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="source">The objects.</param>
    /// <param name="operation">What the objects are wanted for.</param>
    /// <returns>Those that the caller may have.</returns>
    /// <exception cref="InvalidOperationException">The type has no policy.</exception>
    public IEnumerable<T> FilterLoaded<T>(IEnumerable<T> source, Operation operation = Operation.Read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(source);
        var judge = Judge<T>(CurrentCaller, operation);
        return source.Where(value => value is not null && judge.Allows(value));
    }

    /// <summary>Loads an object if the caller may have it, in one query; one that the request has loaded already is not loaded again. A security event tells when there is none.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="id">Its id, of the type that the policy has, or an <see cref="OpaqueId{T, TKey}"/>.</param>
    /// <param name="operation">What it is wanted for.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The object; <see langword="null"/> if it is not there or not for the caller.</returns>
    /// <exception cref="ArgumentException"><paramref name="id"/> has another type than the policy's ids.</exception>
    /// <exception cref="InvalidOperationException">The type has no policy, or more than one object has the id.</exception>
    public async ValueTask<T?> FindAsync<T>(object id, Operation operation, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(id);
        var policy = Policy<T>();
        if (id is IOpaqueId)
        {
            if (policy.ReadId(id) is not { } kept)
            {
                return null;
            }

            id = kept;
        }

        var caller = CurrentCaller;
        var found = Loaded.Find<T>(caller, id, operation)
            ?? await LoadAsync(policy, id, caller, operation, bond: null, cancellationToken).ConfigureAwait(false);
        if (found is null && _accessor.HttpContext is { } context)
        {
            _refusals.Observe(context, await ExplainAsync(policy, id, caller, operation, isBound: false, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>Whether the caller may do something with an object that is in memory already, one that is about to be made for instance.</summary>
    /// <remarks>
    /// The rule runs as C#, on the object and what it refers to as they are in memory. It is asked for once for a caller and an operation; from
    /// then on a check allocates nothing.
    /// </remarks>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="operation">What for.</param>
    /// <returns>Whether the caller may.</returns>
    /// <exception cref="InvalidOperationException">The type has no policy.</exception>
    public bool Can<T>(T value, Operation operation)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return Judge<T>(CurrentCaller, operation).Allows(value);
    }

    /// <summary>
    /// Whether an object that the caller has changed may be saved as it is now: it may not be given away, nor moved across the wall
    /// (<see cref="ObjectPolicy{T}.AllowResult"/>).
    /// </summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object as it is now.</param>
    /// <param name="operation">What was done; <see cref="Operation.Update"/>, if nothing is said.</param>
    /// <returns>Whether it may.</returns>
    /// <exception cref="InvalidOperationException">The type has no policy.</exception>
    public bool CanSave<T>(T value, Operation operation = Operation.Update)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return Judge<T>(CurrentCaller, operation, isResult: true).Allows(value);
    }

    /// <summary>Checks an object that is about to be made: <see cref="Can{T}"/> with <see cref="Operation.Create"/>, and a security event if it is refused.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object.</param>
    /// <returns>The answer to return in place of making it; <see langword="null"/> if it may be made.</returns>
    /// <exception cref="InvalidOperationException">The type has no policy.</exception>
    public ObjectRefusal? CheckCreate<T>(T value)
        where T : class =>
        Check(value, Operation.Create, Can(value, Operation.Create));

    /// <summary>Checks an object that was changed and is about to be saved: <see cref="CanSave{T}"/>, and a security event if it is refused.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object as it is now.</param>
    /// <param name="operation">What was done; <see cref="Operation.Update"/>, if nothing is said.</param>
    /// <returns>The answer to return in place of saving it; <see langword="null"/> if it may be saved.</returns>
    /// <exception cref="InvalidOperationException">The type has no policy.</exception>
    public ObjectRefusal? CheckSave<T>(T value, Operation operation = Operation.Update)
        where T : class =>
        Check(value, operation, CanSave(value, operation));

    /// <summary>The rule of a type's policy, and those of policies for types that derive from it.</summary>
    internal ObjectRule<T>? Rule<T>(IObjectPolicy<T> policy, Caller caller, Operation operation, bool isResult = false)
        where T : class
    {
        if ((isResult ? policy.ResultRuleFor(caller, operation) : policy.RuleFor(caller, operation)) is not { } rule)
        {
            return null;
        }

        if (typeof(T).IsSealed)
        {
            return rule;
        }

        foreach (var derived in _services.GetRequiredService<ObjectPlans>().DerivedRules<T>())
        {
            rule = rule.With(derived.For(this, caller, operation, isResult));
        }

        return rule;
    }

    internal Expression<Func<T, bool>> RuleFor<T>(Operation operation)
        where T : class => Policy<T>().RuleFor(CurrentCaller, operation)?.ToExpression() ?? (static _ => false);

    internal Expression<Func<T, bool>> ResultRuleFor<T>(Operation operation)
        where T : class => Policy<T>().ResultRuleFor(CurrentCaller, operation)?.ToExpression() ?? (static _ => false);

    internal IObjectPolicy<T> Policy<T>()
        where T : class =>
        _services.GetService<IObjectPolicy<T>>() ?? throw new InvalidOperationException(ObjectPolicyRegistration.Missing(typeof(T)));

    internal async ValueTask<T?> LoadAsync<T>(
        IObjectPolicy<T> policy, object id, Caller caller, Operation operation, Expression<Func<T, bool>>? bond, CancellationToken cancellationToken)
        where T : class
    {
        if (Rule(policy, caller, operation) is not { } rule)
        {
            return null;
        }

        var found = await policy.LoadAsync(id, bond is null ? rule : rule.With(bond), cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            Loaded.Add(caller, id, operation, found);
        }

        return found;
    }

    internal static async ValueTask<Refusal> ExplainAsync<T>(
        IObjectPolicy<T> policy, object id, Caller caller, Operation operation, bool isBound, CancellationToken cancellationToken)
        where T : class
    {
        if (!policy.ExplainsRefusals && !policy.IsExistencePublic)
        {
            return ObjectProblems.For(typeof(T), id, operation, explanation: null, isPublic: false, isBound);
        }

        ObjectExplanation? explanation = null;
        try
        {
            explanation = await policy.ExplainAsync(id, caller, operation, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A provider that can't translate it; the refusal stands without.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }

        return ObjectProblems.For(typeof(T), id, operation, policy.ExplainsRefusals ? explanation : null, policy.IsExistencePublic && explanation is { IsInside: true, RefusedBy.Count: > 0 }, isBound);
    }

    private ObjectRefusal? Check<T>(T value, Operation operation, bool isAllowed)
        where T : class
    {
        if (isAllowed)
        {
            return null;
        }

        var refusal = ObjectProblems.Refused(typeof(T), operation);
        if (_accessor.HttpContext is { } context)
        {
            _refusals.Tell(context, refusal);
        }

        return new ObjectRefusal(refusal);
    }

    private ObjectJudge<T> Judge<T>(Caller caller, Operation operation, bool isResult = false)
        where T : class
    {
        for (var known = Volatile.Read(ref _judges); known is not null; known = known.Next)
        {
            if (known is ObjectJudge<T> judge && judge.IsFor(caller, operation, isResult))
            {
                return judge;
            }
        }

        var rule = Rule(Policy<T>(), caller, operation, isResult);
        var made = new ObjectJudge<T>(caller, operation, isResult, rule?.Compile(), Volatile.Read(ref _judges));
        Volatile.Write(ref _judges, made);
        return made;
    }
}
