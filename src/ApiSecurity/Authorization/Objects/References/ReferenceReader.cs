using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ApiSecurity.Authorization;

/// <summary>Finds the references in what was bound, by plans that are made once for each type.</summary>
/// <param name="naming">How JSON calls members that don't say it themselves.</param>
internal sealed class ReferenceReader(JsonNamingPolicy? naming)
{
    /// <summary>Deeper than any JSON that the framework reads by default.</summary>
    private const int MaxDepth = 64;

    private static readonly BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private readonly ConcurrentDictionary<Type, Member[]> _members = new();
    private readonly ConcurrentDictionary<Type, ObjectReferenceAttribute[]> _kinds = new();

    /// <summary>What references there can be in values of a type: of its members, what they consist of, and what derives from it in JSON.</summary>
    public IReadOnlyList<ObjectReferenceAttribute> KindsIn(Type type) => _kinds.GetOrAdd(type, root =>
    {
        var seen = new HashSet<Type>();
        var found = new List<ObjectReferenceAttribute>();
        Search(root, seen, found);
        return [.. found];
    });

    /// <summary>Whether a type has a member of its own that is one id of an object of a type.</summary>
    public bool HasMember(Type type, string member, Type target) =>
        _members.GetOrAdd(type, MembersOf).Any(own => own.Name == member && own.Kind?.Object == target);

    /// <summary>
    /// Where references can stand in JSON of a type, as far as types tell: JSON pointers (RFC 6901) in which <c>*</c> stands for each element of a list and each member of a map.
    /// </summary>
    public IEnumerable<(string Pointer, ObjectReferenceAttribute Kind)> PlacesIn(Type type) => PlacesIn(type, string.Empty, []);

    /// <summary>Finds the references in a value.</summary>
    public void Read(object? value, string pointer, RequestReferences references) => Read(value, pointer, references, 0);

    /// <summary>Adds what a member or a parameter that is a reference has: an id, or a collection of them.</summary>
    public static void Add(ObjectReferenceAttribute kind, object? value, string pointer, RequestReferences references)
    {
        switch (value)
        {
            case null:
                break;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                {
                    Add(kind, entry.Value, $"{pointer}/{Escape(entry.Key.ToString())}", references);
                }

                break;
            case IEnumerable list and not string:
                var index = 0;
                foreach (var item in list)
                {
                    if (references.IsFull)
                    {
                        return;
                    }

                    Add(kind, item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index++}"), references);
                }

                break;
            default:
                references.Add(new FoundReference(kind, value, pointer));
                break;
        }
    }

    private IEnumerable<(string Pointer, ObjectReferenceAttribute Kind)> PlacesIn(Type type, string pointer, HashSet<Type> above)
    {
        if (ElementOf(type) is { } element)
        {
            return PlacesIn(element, pointer + "/*", above);
        }

        // A type inside of itself has the same references once more.
        return IsLeaf(type) || IsFrameworks(type) || above.Contains(type) ? [] :
            from member in type.GetMembers(Instance)
            where member is PropertyInfo or FieldInfo
            let inner = member is PropertyInfo own ? own.PropertyType : ((FieldInfo)member).FieldType
            let place = $"{pointer}/{Escape(NameOf(member))}"
            from found in KindOf(member) is { } kind ? [(ElementOf(inner) is null ? place : place + "/*", kind)]
                : IsPublic(member) ? PlacesIn(inner, place, [.. above, type]) : []
            select found;
    }

    /// <returns>The type of a list's elements, or of a map's values.</returns>
    private static Type? ElementOf(Type type) => type == typeof(string) ? null : type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type).Where(face => face.IsGenericType).Select(face =>
            face.GetGenericTypeDefinition() is var definition && (definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>)) ? face.GetGenericArguments()[1] : null).FirstOrDefault(value => value is not null)
        ?? type.GetInterfaces().Append(type).FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private void Read(object? value, string pointer, RequestReferences references, int depth)
    {
        if (value is null or string || references.IsFull)
        {
            return;
        }

        if (depth > MaxDepth)
        {
            references.Overflow();
            return;
        }

        if (value is IDictionary map)
        {
            foreach (DictionaryEntry entry in map)
            {
                Read(entry.Value, $"{pointer}/{Escape(entry.Key.ToString())}", references, depth + 1);
            }
        }
        else if (value is IEnumerable list)
        {
            var index = 0;
            foreach (var item in list)
            {
                if (item is not null && !IsLeaf(item.GetType()))
                {
                    Read(item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), references, depth + 1);
                }

                index++;
            }
        }

        foreach (var member in _members.GetOrAdd(value.GetType(), MembersOf))
        {
            var inner = $"{pointer}/{member.Name}";
            if (member.Kind is { } kind)
            {
                Add(kind, member.Get(value), inner, references);
            }
            else
            {
                Read(member.Get(value), inner, references, depth + 1);
            }
        }
    }

    private Member[] MembersOf(Type type) => IsLeaf(type) || IsFrameworks(type) ? [] :
    [
        .. from member in type.GetMembers(Instance)
           where member is PropertyInfo { CanRead: true } property && property.GetIndexParameters().Length == 0 || member is FieldInfo
           let kind = KindOf(member)
           let inner = member is PropertyInfo own ? own.PropertyType : ((FieldInfo)member).FieldType
           where kind is not null || (IsPublic(member) && !IsLeaf(inner) && (KindsIn(inner).Count > 0 || CanHoldAny(inner)))
           select new Member(Escape(NameOf(member)), kind, GetterOf(member, type)),
    ];

    private static void Search(Type type, HashSet<Type> seen, List<ObjectReferenceAttribute> found)
    {
        if (IsLeaf(type) || !seen.Add(type))
        {
            return;
        }

        foreach (var inner in (type.HasElementType ? [type.GetElementType()!] : type.IsGenericType ? type.GetGenericArguments() : Type.EmptyTypes)
            .Concat(type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(derived => derived.DerivedType)))
        {
            Search(inner, seen, found);
        }

        if (IsFrameworks(type))
        {
            return;
        }

        foreach (var member in type.GetMembers(Instance))
        {
            if (KindOf(member) is { } kind)
            {
                found.Add(kind);
            }
            else if (IsPublic(member) && member is PropertyInfo or FieldInfo)
            {
                Search(member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType, seen, found);
            }
        }
    }

    /// <summary>On the member, or on the parameter of a record that it comes from.</summary>
    private static ObjectReferenceAttribute? KindOf(MemberInfo member) => member is not (PropertyInfo or FieldInfo) ? null
        : member.GetCustomAttribute<ObjectReferenceAttribute>(inherit: true)
        ?? (member is PropertyInfo property ? member.DeclaringType!.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .FirstOrDefault(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase) && parameter.IsDefined(typeof(ObjectReferenceAttribute), inherit: true))
            ?.GetCustomAttribute<ObjectReferenceAttribute>(inherit: true) : null);

    private string NameOf(MemberInfo member) => member.GetCustomAttribute<JsonPropertyNameAttribute>(inherit: true)?.Name ?? naming?.ConvertName(member.Name) ?? member.Name;

    private static Func<object, object?> GetterOf(MemberInfo member, Type type)
    {
        var value = Expression.Parameter(typeof(object), "value");
        var read = Expression.MakeMemberAccess(Expression.Convert(value, type), member);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), value).Compile();
    }

    /// <summary>A member whose value tells only when it is there what it is.</summary>
    private static bool CanHoldAny(Type type) => type.IsInterface || type.IsAbstract || type == typeof(object) || (!type.IsSealed && !type.IsValueType && !IsFrameworks(type));

    private static bool IsPublic(MemberInfo member) => member switch
    {
        PropertyInfo property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0,
        FieldInfo field => field.IsPublic,
        _ => false,
    };

    private static bool IsLeaf(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsPointer || type == typeof(string) || type == typeof(decimal) || type.IsByRefLike || typeof(Delegate).IsAssignableFrom(type)
        || typeof(MemberInfo).IsAssignableFrom(type) || type == typeof(Guid) || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(byte[])
        || (Nullable.GetUnderlyingType(type) is { } inner && IsLeaf(inner));

    private static bool IsFrameworks(Type type) => type.Namespace is { } name
        && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));

    private static string Escape(string? name) => (name ?? string.Empty).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private sealed record Member(string Name, ObjectReferenceAttribute? Kind, Func<object, object?> Get);
}
