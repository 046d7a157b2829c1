using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ApiSecurity.Authorization;

internal sealed partial class ReferenceReader
{
    private readonly ConcurrentDictionary<Type, Found> _kinds = new();

    /// <summary>What references there can be in values of a type: of its members, what they consist of, and what derives from it in JSON.</summary>
    public IReadOnlyList<ObjectReferenceAttribute> KindsIn(Type type) => FindIn(type).Kinds;

    /// <summary>What of a type's references can't be read; each stops the start.</summary>
    public IReadOnlyList<string> UnreadIn(Type type) => FindIn(type).Unread;

    private Found FindIn(Type type) => _kinds.GetOrAdd(type, root =>
    {
        var found = new Found([], []);
        Search(root, [], found);
        return found;
    });

    /// <summary>
    /// Where references can stand in JSON of a type, as far as types tell: JSON pointers (RFC 6901) in which <c>*</c> stands for each element of a list and each member of a map.
    /// </summary>
    public IEnumerable<(string Pointer, ObjectReferenceAttribute Kind)> PlacesIn(Type type) => PlacesIn(type, string.Empty, []);

    private IEnumerable<(string Pointer, ObjectReferenceAttribute Kind)> PlacesIn(Type type, string pointer, HashSet<Type> above)
    {
        if (ElementOf(type) is { } element)
        {
            return PlacesIn(element, pointer + "/*", above);
        }

        // A type inside of itself has the same references once more.
        return IsLeaf(type) || IsFrameworks(type) || above.Contains(type) ? [] :
            from member in type.GetMembers(ReferenceMembers.Instance)
            where member is PropertyInfo or FieldInfo
            let inner = ReferenceMembers.TypeOf(member)
            let place = $"{pointer}/{Escape(NameOf(member))}"
            from found in ReferenceMembers.KindOf(member, type) is { } kind ? [(ElementOf(inner) is null ? place : place + "/*", kind)]
                : ReferenceMembers.IsSet(member, type) && KindsIn(inner).Count > 0 ? PlacesIn(inner, place, [.. above, type]) : []
            select found;
    }

    /// <returns>The type of a list's elements, or of a map's values.</returns>
    private static Type? ElementOf(Type type) => type == typeof(string) ? null : type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type).Where(face => face.IsGenericType).Select(face =>
            face.GetGenericTypeDefinition() is var definition && (definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>)) ? face.GetGenericArguments()[1] : null).FirstOrDefault(value => value is not null)
        ?? type.GetInterfaces().Append(type).FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private void Search(Type type, HashSet<Type> seen, Found found)
    {
        if (IsLeaf(type) || !seen.Add(type))
        {
            return;
        }

        var before = found.Kinds.Count;
        foreach (var inner in InsideOf(type))
        {
            Search(inner, seen, found);
        }

        if (IsFrameworks(type))
        {
            if (found.Kinds.Count > before && !typeof(IEnumerable).IsAssignableFrom(type) && !ReferenceMembers.IsPair(type) && Nullable.GetUnderlyingType(type) is null)
            {
                found.Unread.Add($"{type.Name.Split('`')[0]} has objects with [ObjectReference] in it, which are not read there. Take a list.");
            }

            return;
        }

        foreach (var member in type.GetMembers(ReferenceMembers.Instance))
        {
            if (ReferenceMembers.KindOf(member, type) is { } kind)
            {
                found.Kinds.Add(kind);
                if (!ReferenceMembers.IsReadable(member))
                {
                    found.Unread.Add($"{type.Name}.{member.Name} has [ObjectReference] and no getter. Give it one.");
                }
            }
            else if (ReferenceMembers.IsSet(member, type))
            {
                Search(ReferenceMembers.TypeOf(member), seen, found);
            }
        }
    }

    /// <summary>What a value of a type may consist of, or be in its place.</summary>
    private IEnumerable<Type> InsideOf(Type type) =>
    [
        .. type.HasElementType ? [type.GetElementType()!] : type.IsGenericType ? type.GetGenericArguments() : Type.EmptyTypes,
        .. type.GetInterfaces().Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>)).Select(face => face.GetGenericArguments()[0]),
        .. type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(derived => derived.DerivedType),
        .. json.SelectMany(options => DerivedInJson(type, options)),
    ];

    private static IEnumerable<Type> DerivedInJson(Type type, JsonSerializerOptions json)
    {
        if (IsFrameworks(type) || !(type.IsClass || type.IsInterface))
        {
            return [];
        }

        try
        {
            return json.TryGetTypeInfo(type, out var info) && info.PolymorphismOptions is { } options ? options.DerivedTypes.Select(derived => derived.DerivedType) : [];
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException)
        {
            // Not a type for JSON; whoever binds it says so.
            return [];
        }
    }

    private sealed record Found(List<ObjectReferenceAttribute> Kinds, List<string> Unread);
}
