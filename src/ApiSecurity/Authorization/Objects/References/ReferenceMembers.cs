using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace ApiSecurity.Authorization;

/// <summary>Which members of a type a binder may fill, and which of them are references.</summary>
internal static class ReferenceMembers
{
    public const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    /// <summary>On the member, or on the parameter of a constructor that it comes from.</summary>
    public static ObjectReferenceAttribute? KindOf(MemberInfo member, Type type) => member is not (PropertyInfo or FieldInfo) ? null
        : member.GetCustomAttribute<ObjectReferenceAttribute>(inherit: true)
        ?? Promised(member, type).Select(promise => promise.GetCustomAttribute<ObjectReferenceAttribute>(inherit: true)).FirstOrDefault(kind => kind is not null)
        ?? ConstructorParameters(member, type).Select(parameter => parameter.GetCustomAttribute<ObjectReferenceAttribute>(inherit: true)).FirstOrDefault(kind => kind is not null);

    public static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    public static bool IsReadable(MemberInfo member) => member is FieldInfo || (member is PropertyInfo { CanRead: true } property && property.GetIndexParameters().Length == 0);

    /// <summary>Whether a binder may put something there: what is only worked out of the others tells nothing new.</summary>
    public static bool IsSet(MemberInfo member, Type type) => member switch
    {
        PropertyInfo property when property.GetIndexParameters().Length > 0 => false,
        PropertyInfo property => property.CanWrite ? property.GetMethod is { IsPublic: true } || property.SetMethod is { IsPublic: true } || IsIncluded(member)
            : typeof(IEnumerable).IsAssignableFrom(property.PropertyType) || IsPair(type) || ConstructorParameters(member, type).Any(),
        FieldInfo field => field.IsPublic || IsIncluded(member),
        _ => false,
    };

    /// <summary>The framework's own types that have others in their members.</summary>
    public static bool IsPair(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) || type.IsAssignableTo(typeof(ITuple)));

    /// <summary>The same member of interfaces, and of base types whose member is hidden by this one.</summary>
    private static IEnumerable<PropertyInfo> Promised(MemberInfo member, Type type)
    {
        if (member is not PropertyInfo)
        {
            return [];
        }

        var above = new List<Type>(type.GetInterfaces());
        for (var parent = member.DeclaringType!.BaseType; parent is not null && parent != typeof(object); parent = parent.BaseType)
        {
            above.Add(parent);
        }

        return above.SelectMany(one => one.GetProperties(Instance)).Where(property => property.Name == member.Name);
    }

    private static bool IsIncluded(MemberInfo member) => member.IsDefined(typeof(JsonIncludeAttribute), inherit: true);

    private static IEnumerable<ParameterInfo> ConstructorParameters(MemberInfo member, Type type) =>
        from owner in new[] { type, member.DeclaringType! }.Distinct()
        from constructor in owner.GetConstructors(Instance)
        from parameter in constructor.GetParameters()
        where string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase)
        select parameter;
}
