using System.Linq.Expressions;
using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>Says in code who may read and write the members of a type: for types that can't have attributes, and for rules that look at the object.</summary>
/// <typeparam name="T">The type; also those that derive from it or implement it.</typeparam>
public sealed class PropertyRulesBuilder<T>
    where T : notnull
{
    private readonly List<PropertyAccessBuilder<T>> _rules = [];

    internal PropertyRulesBuilder()
    {
    }

    /// <summary>Begins the rule of one member; it is added to what attributes say, and all of it must hold.</summary>
    /// <typeparam name="TValue">The type of the member.</typeparam>
    /// <param name="property">The member: <c>o => o.Margin</c>.</param>
    /// <returns>What to say who may with.</returns>
    /// <exception cref="ArgumentException"><paramref name="property"/> is not a member of <typeparamref name="T"/>.</exception>
    public PropertyAccessBuilder<T> Property<TValue>(Expression<Func<T, TValue>> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        if (property.Body is not MemberExpression { Member: PropertyInfo or FieldInfo } member || member.Expression != property.Parameters[0])
        {
            throw new ArgumentException("Name a member of the type itself: o => o.Margin. A member of a member has its rule at the type that declares it.", nameof(property));
        }

        var rule = new PropertyAccessBuilder<T>(member.Member.Name);
        _rules.Add(rule);
        return rule;
    }

    internal IEnumerable<PropertyRuleRegistration> Build() => _rules.Select(rule => rule.Build());
}
