namespace ApiSecurity.Authorization;

/// <summary>Asks the policy of one type about an object, for code that knows the type only when the application runs.</summary>
internal abstract class ObjectQuestion
{
    public static ObjectQuestion For(Type type) => (ObjectQuestion)Activator.CreateInstance(typeof(ObjectQuestion<>).MakeGenericType(type))!;

    public abstract bool Can(ObjectAuthorizer objects, object value, Operation operation);
}

internal sealed class ObjectQuestion<T> : ObjectQuestion
    where T : class
{
    public override bool Can(ObjectAuthorizer objects, object value, Operation operation) => objects.Can((T)value, operation);
}
