using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>
/// The rules of a type's objects, wherever they are kept. Derive from <see cref="ObjectPolicy{T, TKey}"/> for objects that can be queried, from
/// <see cref="LoadedObjectPolicy{T, TKey}"/> for others.
/// </summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public abstract class ObjectPolicy<T> : ObjectPolicy
    where T : class
{
    /// <summary>For <see cref="ObjectPolicy{T, TKey}"/> and <see cref="LoadedObjectPolicy{T, TKey}"/>; a policy that derives from neither can't be added.</summary>
#pragma warning disable RS0022 // So that what its two bases inherit is a part of the listed public API.
    protected ObjectPolicy()
#pragma warning restore RS0022
    {
    }

    /// <summary>Gets whether <see cref="Boundary"/> and <see cref="Allow"/> are asked for callers of whom nothing is known.</summary>
    /// <value>The default is <see langword="false"/>: they get nothing.</value>
    protected virtual bool AllowsAnonymous => false;

    /// <summary>Gets whether callers may learn that an object inside of their <see cref="Boundary"/> is there, though they may not have it.</summary>
    /// <value>The default is <see langword="false"/>: the answer is 404 for both. With <see langword="true"/> it is 403 for one that is there.</value>
    protected virtual bool IsExistencePublic => false;

    /// <summary>Gets whether the event of a refusal tells which rule refused, at the price of one more query for each object that was not found.</summary>
    /// <value>The default is <see langword="true"/>. The client is never told.</value>
    protected virtual bool ExplainsRefusals => true;

    /// <summary>
    /// Gets whether the rules follow from the caller and the operation alone. Then <see cref="Boundary"/>, <see cref="Allow"/> and
    /// <see cref="AllowResult"/> are asked once for a caller and an operation, and what they returned is kept as long as the caller's credential is
    /// remembered, which makes most of what a check costs.
    /// </summary>
    /// <remarks>
    /// The methods themselves must then look at nothing else: not at the clock, at configuration or at other services. The rule may (it is
    /// evaluated each time). One that has captured anything but the caller, texts, numbers and ids, a <c>DbContext</c> or a time for instance, is not kept.
    /// </remarks>
    /// <value>The default is <see langword="false"/>: they are asked in each request.</value>
    protected virtual bool KeepsRules => false;

    /// <summary>What no permission goes beyond, the tenant as a rule. It is always AND-ed with <see cref="Allow"/>.</summary>
    /// <param name="caller">Who asks.</param>
    /// <returns>True for the objects inside.</returns>
    protected abstract Expression<Func<T, bool>> Boundary(Caller caller);

    /// <summary>What a caller may do, inside of the <see cref="Boundary"/>.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="operation">What for. Answer operations that the policy does not know with <c>o => false</c>.</param>
    /// <returns>True for the objects that the caller may do it with.</returns>
    protected abstract Expression<Func<T, bool>> Allow(Caller caller, Operation operation);

    /// <summary>
    /// What an object may have become when a caller has changed it, inside of the <see cref="Boundary"/>: nobody gives an object away, or moves it
    /// across the wall.
    /// </summary>
    /// <param name="caller">Who has changed it.</param>
    /// <param name="operation">By which operation.</param>
    /// <returns>
    /// True for what may be saved. The default is what <see cref="Allow"/> says of the same operation: what the caller could go on to change. Where a
    /// change may end that (an order is closed, and nobody changes it any more), say what it may become.
    /// </returns>
    protected virtual Expression<Func<T, bool>> AllowResult(Caller caller, Operation operation) => Allow(caller, operation);

    /// <summary>The whole rule, <see cref="Boundary"/> and <see cref="Allow"/> in one: for tests, and for the policies of other types (<see cref="Through{TOther}"/>).</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="operation">What for.</param>
    /// <returns>True for the objects that the caller may do it with; false for all, if the caller gets nothing.</returns>
    /// <exception cref="InvalidOperationException">The policy returned null in place of a rule.</exception>
    public Expression<Func<T, bool>> RuleFor(Caller caller, Operation operation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Rule(caller, operation)?.ToExpression() ?? (static _ => false);
    }

    /// <summary>True where one of the rules is.</summary>
    /// <param name="rules">The rules; none of them is never true.</param>
    /// <returns>The rule.</returns>
    protected static Expression<Func<T, bool>> AnyOf(params IReadOnlyList<Expression<Func<T, bool>>> rules) =>
        PolicyExpression.Join(rules, Expression.OrElse);

    /// <summary>True where all of the rules are.</summary>
    /// <param name="rules">The rules; at least one.</param>
    /// <returns>The rule; never true without rules.</returns>
    protected static Expression<Func<T, bool>> AllOf(params IReadOnlyList<Expression<Func<T, bool>>> rules) =>
        PolicyExpression.Join(rules, Expression.AndAlso);

    /// <summary>Gives a rule a name, which the event tells where it is the one that refused.</summary>
    /// <param name="name">The name, as it shall stand in logs: <c>owner</c>, <c>still open</c>.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>The same rule.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    protected static Expression<Func<T, bool>> Named(string name, Expression<Func<T, bool>> rule)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(rule);
        return Expression.Lambda<Func<T, bool>>(new NamedRule(name, rule.Body), rule.Parameters);
    }

    /// <summary>True where the rule of another object is, to which this one belongs: <c>Through(o => o.Customer, customers.RuleFor(caller, Operation.Read))</c>.</summary>
    /// <typeparam name="TOther">The type of the other object.</typeparam>
    /// <param name="path">From this object to the other. Where there is none, the rule is false.</param>
    /// <param name="rule">The other object's rule.</param>
    /// <returns>The rule for this object.</returns>
    protected static Expression<Func<T, bool>> Through<TOther>(Expression<Func<T, TOther?>> path, Expression<Func<TOther, bool>> rule)
        where TOther : class
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(rule);
        return PolicyExpression.Through(path, rule);
    }

    /// <summary>True where the rule is for one of the objects that this one has: <c>ThroughAny(o => o.Members, m => m.Subject == caller.Subject)</c>.</summary>
    /// <typeparam name="TOther">The type of the other objects.</typeparam>
    /// <param name="path">From this object to the others.</param>
    /// <param name="rule">The others' rule.</param>
    /// <returns>The rule for this object.</returns>
    protected static Expression<Func<T, bool>> ThroughAny<TOther>(Expression<Func<T, IEnumerable<TOther>>> path, Expression<Func<TOther, bool>> rule)
        where TOther : class
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(rule);
        return PolicyExpression.ThroughAny(path, rule);
    }

    private protected bool ExistenceIsPublic => IsExistencePublic;

    private protected bool Explains => ExplainsRefusals;

    private protected ObjectRule<T>? Rule(Caller caller, Operation operation) => Rule(caller, operation, isResult: false);

    private protected ObjectRule<T>? ResultRule(Caller caller, Operation operation) => Rule(caller, operation, isResult: true);

    /// <returns>The rule's parts by name, the boundary first; <see langword="null"/> if the caller gets nothing at all.</returns>
    private protected IReadOnlyList<(string Name, Expression<Func<T, bool>> Rule)>? Parts(Caller caller, Operation operation) => !Asks(caller) ? null :
    [
        (RuleParts.Boundary, BoundaryOf(caller).Expression),
        .. RuleParts.Of(CapturedNulls.Refuse(Checked(Allow(caller, operation), nameof(Allow)))),
    ];

    private protected Expression<Func<T, bool>> Checked(Expression<Func<T, bool>>? expression, string method) => expression
        ?? throw new InvalidOperationException($"{GetType().Name}.{method} returned null. To allow nothing, return an expression that is false.");

    private ObjectRule<T>? Rule(Caller caller, Operation operation, bool isResult)
    {
        if (!Asks(caller))
        {
            return null;
        }

        if (!KeepsRules || caller.Rules is not { } memory)
        {
            return Ask(caller, operation, isResult);
        }

        if (!memory.TryGet(GetType(), operation, isResult, out ObjectRule<T> rule))
        {
            rule = Ask(caller, operation, isResult);
            if (rule.Keep(caller) is { } kept)
            {
                memory.Add(GetType(), operation, isResult, kept);
            }
        }

        return rule;
    }

    private ObjectRule<T> Ask(Caller caller, Operation operation, bool isResult) => isResult
        ? new(BoundaryOf(caller), RulePart<T>.Of(Checked(AllowResult(caller, operation), nameof(AllowResult))))
        : new(BoundaryOf(caller), RulePart<T>.Of(Checked(Allow(caller, operation), nameof(Allow))));

    private bool Asks(Caller caller) => caller.IsAuthenticated || AllowsAnonymous;

    private RulePart<T> BoundaryOf(Caller caller) => RulePart<T>.Of(Checked(Boundary(caller), nameof(Boundary)));
}
