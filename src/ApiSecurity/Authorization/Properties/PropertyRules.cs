using System.Collections.Concurrent;
using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>Finds the rules of types, by what stands on their members and by what was said in code; once for each type.</summary>
internal sealed class PropertyRules(IEnumerable<PropertyRuleRegistration> registrations)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly PropertyRuleRegistration[] _registrations = [.. registrations];
    private readonly ConcurrentDictionary<Type, TypeRules> _types = new();

    /// <exception cref="PropertyRuleException">A rule stands on a constructor's parameter that no property belongs to.</exception>
    public TypeRules Of(Type type) => _types.TryGetValue(type, out var rules) ? rules : _types.GetOrAdd(type, Read(type));

    private TypeRules Read(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || type.IsByRef || type == typeof(string) || type == typeof(object))
        {
            return TypeRules.None;
        }

        // A member that another type declares under the same name is meant too: what an interface or a base hides, nothing below shows.
        var attributes = Lineage(type).SelectMany(Marked).ToLookup(marked => marked.Member, marked => marked.Attribute, StringComparer.Ordinal);
        var said = _registrations.Where(registration => registration.Owner.IsAssignableFrom(type)).ToLookup(registration => registration.Member, StringComparer.Ordinal);
        var members = attributes.Select(group => group.Key).Union(said.Select(group => group.Key), StringComparer.Ordinal).ToArray();
        return members.Length == 0 ? TypeRules.None : new TypeRules(members.Select(member => Make(member, [.. attributes[member]], [.. said[member]])));
    }

    private static MemberRule Make(string member, Attribute[] attributes, PropertyRuleRegistration[] said)
    {
        var isSensitive = attributes.OfType<SensitiveAttribute>().Any() || said.Any(one => one.IsSensitive);
        var conditions = said.SelectMany(one => one.Conditions).ToArray();
        var read = attributes.OfType<ReadableByAttribute>().Select(attribute => attribute.Choice).Concat(said.SelectMany(one => one.Read)).ToList();
        if (isSensitive && read.Count == 0 && conditions.Length == 0)
        {
            read.Add(PermissionChoice.Nobody);
        }

        var write = attributes.OfType<WritableByAttribute>().Select(attribute => attribute.Choice).Concat(said.SelectMany(one => one.Write));
        return new MemberRule(member, PropertyAccess.Of(read, conditions), PropertyAccess.Of(write, []), isSensitive);
    }

    private static IEnumerable<Type> Lineage(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }

        foreach (var contract in type.GetInterfaces())
        {
            yield return contract;
        }
    }

    private static IEnumerable<(string Member, Attribute Attribute)> Marked(Type type)
    {
        foreach (var member in type.GetProperties(Declared).Concat<MemberInfo>(type.GetFields(Declared)))
        {
            foreach (var attribute in Ours(member.GetCustomAttributes(inherit: false)))
            {
                yield return (member.Name, attribute);
            }
        }

        foreach (var parameter in type.GetConstructors(Declared).SelectMany(constructor => constructor.GetParameters()))
        {
            foreach (var attribute in Ours(parameter.GetCustomAttributes(inherit: false)))
            {
                yield return (MemberOf(type, parameter), attribute);
            }
        }
    }

    private static IEnumerable<Attribute> Ours(object[] attributes) =>
        attributes.Where(attribute => attribute is ReadableByAttribute or WritableByAttribute or SensitiveAttribute).Cast<Attribute>();

    /// <summary>A record's attributes stand on the parameter unless they say <c>property:</c>; the property of that name is what they mean.</summary>
    private static string MemberOf(Type type, ParameterInfo parameter) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Concat<MemberInfo>(type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            .Select(member => member.Name).FirstOrDefault(name => name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))
        ?? throw new PropertyRuleException(
            $"The constructor of {type.Name} has a rule on its parameter {parameter.Name}, to which no property belongs. Put [ReadableBy], [WritableBy] or [Sensitive] on the property.");
}
