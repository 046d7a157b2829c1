using System.Linq.Expressions;
using ApiSecurity.Authorization;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>A policy, asked by code that learns the type of its objects from a model.</summary>
internal abstract class PolicyAccess
{
    public abstract Type Object { get; }

    public static PolicyAccess For(Type type) => (PolicyAccess)Activator.CreateInstance(typeof(PolicyAccess<>).MakeGenericType(type))!;

    public abstract LambdaExpression RuleFor(ObjectAuthorizer objects, Operation operation);

    public abstract LambdaExpression ResultRuleFor(ObjectAuthorizer objects, Operation operation);

    public abstract bool Can(ObjectAuthorizer objects, object value, Operation operation);

    public abstract bool CanSave(ObjectAuthorizer objects, object value, Operation operation);
}

internal sealed class PolicyAccess<T> : PolicyAccess
    where T : class
{
    public override Type Object => typeof(T);

    public override LambdaExpression RuleFor(ObjectAuthorizer objects, Operation operation) => OwnQueries.While(() => objects.RuleFor<T>(operation));

    public override LambdaExpression ResultRuleFor(ObjectAuthorizer objects, Operation operation) => OwnQueries.While(() => objects.ResultRuleFor<T>(operation));

    public override bool Can(ObjectAuthorizer objects, object value, Operation operation) => OwnQueries.While(() => objects.Can((T)value, operation));

    public override bool CanSave(ObjectAuthorizer objects, object value, Operation operation) => OwnQueries.While(() => objects.CanSave((T)value, operation));
}
