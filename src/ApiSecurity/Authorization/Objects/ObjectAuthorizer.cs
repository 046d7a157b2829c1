using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>
/// Asks the object policies on behalf of the request's caller. Take it as a parameter of an endpoint. Outside of a request the caller
/// is <see cref="Authorization.Caller.Anonymous"/>, who gets nothing.
/// </summary>
public sealed class ObjectAuthorizer
{
    private readonly IServiceProvider _services;
    private readonly IHttpContextAccessor _accessor;
    private readonly Refusals _refusals;

    internal ObjectAuthorizer(IServiceProvider services, IHttpContextAccessor accessor, Refusals refusals)
    {
        _services = services;
        _accessor = accessor;
        _refusals = refusals;
    }

    private Caller Caller => _accessor.HttpContext?.GetCaller() ?? Caller.Anonymous;

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
        return source.Where(Policy<T>().RuleFor(Caller, operation) ?? (static _ => false));
    }

    /// <summary>Loads an object if the caller may have it, in one query. A security event tells when there is none.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="id">Its id, of the type that the policy has.</param>
    /// <param name="operation">What it is wanted for.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The object; <see langword="null"/> if it is not there or not for the caller.</returns>
    /// <exception cref="ArgumentException"><paramref name="id"/> has another type than the policy's ids.</exception>
    /// <exception cref="InvalidOperationException">The type has no policy, or more than one object has the id.</exception>
    public async ValueTask<T?> FindAsync<T>(object id, Operation operation, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(id);
        var found = await LoadAsync(Policy<T>(), id, Caller, operation, cancellationToken).ConfigureAwait(false);
        if (found is null && _accessor.HttpContext is { } context)
        {
            _refusals.Observe(context, ObjectProblems.For(typeof(T), id, operation));
        }

        return found;
    }

    /// <summary>Whether the caller may do something with an object that is in memory already, one that is about to be made for instance.</summary>
    /// <remarks>The rule runs as C#, on the object and what it refers to as they are in memory.</remarks>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="operation">What for.</param>
    /// <returns>Whether the caller may.</returns>
    /// <exception cref="InvalidOperationException">The type has no policy.</exception>
    public bool Can<T>(T value, Operation operation)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return Policy<T>().RuleFor(Caller, operation) is { } rule && PolicyExpression.Compile(rule)(value);
    }

    internal async ValueTask<(T? Value, Refusal? Refusal)> AuthorizeAsync<T>(HttpContext context, string? text, Operation operation)
        where T : class
    {
        var policy = Policy<T>();
        var id = text is null ? null : policy.ReadId(text);
        var value = id is null ? null : await LoadAsync(policy, id, context.GetCaller(), operation, context.RequestAborted).ConfigureAwait(false);
        return value is null ? (null, ObjectProblems.For(typeof(T), id, operation)) : (value, null);
    }

    private static ValueTask<T?> LoadAsync<T>(IObjectPolicy<T> policy, object id, Caller caller, Operation operation, CancellationToken cancellationToken)
        where T : class =>
        policy.Find(id, caller, operation) is { } query ? ObjectQuery.SingleOrDefaultAsync(query, cancellationToken) : default;

    private IObjectPolicy<T> Policy<T>()
        where T : class =>
        _services.GetService<IObjectPolicy<T>>() ?? throw new InvalidOperationException(ObjectPolicyRegistration.Missing(typeof(T)));
}
