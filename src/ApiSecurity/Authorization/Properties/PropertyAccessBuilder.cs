namespace ApiSecurity.Authorization;

/// <summary>Says who may read and write one member. All that is said must hold.</summary>
/// <typeparam name="T">The type of the object.</typeparam>
public sealed class PropertyAccessBuilder<T>
    where T : notnull
{
    private readonly string _member;
    private readonly List<PermissionChoice> _read = [];
    private readonly List<PermissionChoice> _write = [];
    private readonly List<Func<object, Caller, bool>> _conditions = [];
    private bool _isSensitive;

    internal PropertyAccessBuilder(string member) => _member = member;

    /// <summary>Shows the member only to callers who have a permission, or one of several; see <see cref="ReadableByAttribute"/>.</summary>
    /// <param name="anyOf">The permissions, of which one is enough. Without any, nobody may read it.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">A permission is empty, or has white space or an asterisk.</exception>
    public PropertyAccessBuilder<T> ReadableBy(params string[] anyOf)
    {
        _read.Add(PermissionChoice.Of(anyOf));
        return this;
    }

    /// <summary>Shows the member only where the object and the caller meet a condition.</summary>
    /// <param name="condition">
    /// The condition, asked for each object that is written, so it should be quick. If it throws, the answer fails.
    /// </param>
    /// <returns>This.</returns>
    public PropertyAccessBuilder<T> ReadableWhen(Func<T, Caller, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _conditions.Add((owner, caller) => condition((T)owner, caller));
        return this;
    }

    /// <summary>Takes the member only of callers who have a permission, or one of several; see <see cref="WritableByAttribute"/>.</summary>
    /// <param name="anyOf">The permissions, of which one is enough. Without any, nobody may write it.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">A permission is empty, or has white space or an asterisk.</exception>
    public PropertyAccessBuilder<T> WritableBy(params string[] anyOf)
    {
        _write.Add(PermissionChoice.Of(anyOf));
        return this;
    }

    /// <summary>Keeps the value to the application unless something says who may read it; see <see cref="SensitiveAttribute"/>.</summary>
    /// <returns>This.</returns>
    public PropertyAccessBuilder<T> Sensitive()
    {
        _isSensitive = true;
        return this;
    }

    internal PropertyRuleRegistration Build() => new(typeof(T), _member, _read, _conditions, _write, _isSensitive);
}
