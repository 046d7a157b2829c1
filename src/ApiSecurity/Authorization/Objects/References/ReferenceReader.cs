using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ApiSecurity.Authorization;

/// <summary>Finds the references in what was bound, by plans that are made once for each type. Here values are read; what types can have is found in the other part.</summary>
/// <param name="naming">How JSON calls members that don't say it themselves.</param>
/// <param name="json">Who reads the JSON, for minimal APIs and for controllers, and may know of types that derive from others.</param>
internal sealed partial class ReferenceReader(JsonNamingPolicy? naming, params IReadOnlyList<JsonSerializerOptions> json)
{
    /// <summary>Deeper than any JSON that the framework reads by default.</summary>
    private const int MaxDepth = 64;

    private readonly ConcurrentDictionary<Type, Member[]> _members = new();

    /// <summary>Whether a type has a member of its own that is one id of an object of a type.</summary>
    public bool HasMember(Type type, string member, Type target) =>
        _members.GetOrAdd(type, MembersOf).Any(own => own.Name == member && own.Kind?.Object == target);

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
            if (!TryGet(member, value, out var own))
            {
                references.Overflow();
                return;
            }

            if (member.Kind is { } kind)
            {
                Add(kind, own, inner, references);
            }
            else
            {
                Read(own, inner, references, depth + 1);
            }
        }
    }

    /// <returns>Whether a getter of the application's gave anything. What can't be read can't be checked.</returns>
    private static bool TryGet(Member member, object value, out object? own)
    {
        try
        {
            own = member.Get(value);
            return true;
        }
#pragma warning disable CA1031 // It may throw what it likes.
        catch (Exception)
#pragma warning restore CA1031
        {
            own = null;
            return false;
        }
    }

    private Member[] MembersOf(Type type) => IsLeaf(type) || (IsFrameworks(type) && !ReferenceMembers.IsPair(type)) ? [] :
    [
        .. from member in type.GetMembers(ReferenceMembers.Instance)
           where ReferenceMembers.IsReadable(member)
           let kind = ReferenceMembers.KindOf(member, type)
           let inner = ReferenceMembers.TypeOf(member)
           where kind is not null || (ReferenceMembers.IsSet(member, type) && !IsLeaf(inner) && (KindsIn(inner).Count > 0 || CanHoldAny(inner)))
           select new Member(Escape(NameOf(member)), kind, GetterOf(member, type)),
    ];

    private string NameOf(MemberInfo member) => member.GetCustomAttribute<JsonPropertyNameAttribute>(inherit: true)?.Name ?? naming?.ConvertName(member.Name) ?? member.Name;

    private static Func<object, object?> GetterOf(MemberInfo member, Type type)
    {
        var value = Expression.Parameter(typeof(object), "value");
        var read = Expression.MakeMemberAccess(Expression.Convert(value, type), member);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), value).Compile();
    }

    /// <summary>A member whose value tells only when it is there what it is.</summary>
    private static bool CanHoldAny(Type type) => type.IsInterface || type.IsAbstract || type == typeof(object) || (!type.IsSealed && !type.IsValueType && !IsFrameworks(type));

    private static bool IsLeaf(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsPointer || type == typeof(string) || type == typeof(decimal) || type.IsByRefLike || typeof(Delegate).IsAssignableFrom(type)
        || typeof(MemberInfo).IsAssignableFrom(type) || type == typeof(Guid) || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(byte[])
        || (Nullable.GetUnderlyingType(type) is { } inner && IsLeaf(inner));

    private static bool IsFrameworks(Type type) => type.Namespace is { } name
        && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));

    private static string Escape(string? name) => (name ?? string.Empty).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private sealed record Member(string Name, ObjectReferenceAttribute? Kind, Func<object, object?> Get);
}
