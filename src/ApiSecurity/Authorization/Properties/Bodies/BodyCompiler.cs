using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Authorization;

/// <summary>Makes nodes of types, by the serializer's own contracts and the rules.</summary>
internal sealed class BodyCompiler(PropertyRules rules, JsonSerializerOptions serializer)
{
    /// <summary>Types may refer to ever new ones (<c>A&lt;T&gt;</c> to <c>A&lt;A&lt;T&gt;&gt;</c>). Beyond this the contracts alone hold the rules.</summary>
    private const int MaxTypes = 4096;

    private readonly Dictionary<Type, BodyNode> _nodes = [];

    /// <exception cref="PropertyRuleException">A rule can't be held.</exception>
    public BodyNode Compile(Type type)
    {
        var node = Add(type);
        var isNew = true;
        while (isNew)
        {
            isNew = false;
            foreach (var one in _nodes.Values)
            {
                isNew |= one.Gather();
            }
        }

        return node;
    }

    private BodyNode Add(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (_nodes.TryGetValue(type, out var known))
        {
            return known;
        }

        var node = _nodes[type] = new BodyNode(type);
        if (_nodes.Count > MaxTypes || Contract(type) is not { } contract)
        {
            return node;
        }

        switch (contract.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                node.IsArray = true;
                node.Items = [Add(contract.ElementType!)];
                break;
            case JsonTypeInfoKind.Dictionary:
                node.IsMap = true;
                node.Items = [Add(contract.ElementType!)];
                break;
            case JsonTypeInfoKind.Object:
                AddMembers(node, contract);
                AddUnion(node, contract);
                break;
        }

        return node;
    }

    /// <returns>The contract; <see langword="null"/> for a type that the serializer can't do anything with, so that nothing is bound to it either.</returns>
    private JsonTypeInfo? Contract(Type type)
    {
        try
        {
            return serializer.GetTypeInfo(type);
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException or InvalidOperationException and not PropertyRuleException)
        {
            return null;
        }
    }

    private void AddMembers(BodyNode node, JsonTypeInfo contract)
    {
        var found = rules.Of(contract.Type);
        var members = new List<BodyMember>();
        BodyMember? extension = null;
        foreach (var property in contract.Properties)
        {
            var rule = found.Find(property);
            CheckConverter(property, contract);
            // What takes unknown members holds them as they are; and what a converter reads, only it knows.
            BodyNode[] values = property.IsExtensionData || property.CustomConverter is not null ? [] : [Add(property.PropertyType)];
            var member = new BodyMember(property.Name, rule?.Member ?? property.Name, values, rule?.Read, rule?.Write)
            {
                IsBound = property.Set is not null || property.AssociatedParameter is not null || IsFilled(property, contract),
                Attributes = [.. Attributes(property.AttributeProvider), .. Attributes(property.AssociatedParameter?.AttributeProvider)],
            };
            if (property.IsExtensionData)
            {
                extension = member;
            }
            else
            {
                members.Add(member);
            }
        }

        node.Complete(members, extension);
    }

    /// <summary>A list that is there already may be filled without a setter.</summary>
    private bool IsFilled(JsonPropertyInfo property, JsonTypeInfo owner) =>
        (property.ObjectCreationHandling ?? owner.PreferredPropertyObjectCreationHandling ?? serializer.PreferredObjectCreationHandling) == JsonObjectCreationHandling.Populate;

    private static object[] Attributes(ICustomAttributeProvider? provider) => provider?.GetCustomAttributes(inherit: true) ?? [];

    private void AddUnion(BodyNode node, JsonTypeInfo contract)
    {
        if (contract.PolymorphismOptions is not { } polymorphism)
        {
            return;
        }

        var types = new Dictionary<object, BodyNode>();
        var all = new List<BodyNode>();
        foreach (var derived in polymorphism.DerivedTypes)
        {
            // The base type may be one of its own kinds: then it is chosen by name, and there is nothing more to choose.
            var chosen = derived.DerivedType == node.Type ? node : Add(derived.DerivedType);
            all.Add(chosen);
            if (derived.TypeDiscriminator is { } discriminator)
            {
                types[discriminator] = chosen;
            }
        }

        node.Union = new BodyUnion(polymorphism.TypeDiscriminatorPropertyName, serializer.AllowOutOfOrderMetadataProperties, types, [node, .. all.Where(one => one != node)]);
    }

    private void CheckConverter(JsonPropertyInfo property, JsonTypeInfo contract)
    {
        if (property.CustomConverter is { } converter && converter.GetType().Assembly != typeof(JsonSerializer).Assembly
            && Parts(property.PropertyType).FirstOrDefault(part => !rules.Of(part).IsEmpty) is { } ruled)
        {
            throw new PropertyRuleException(
                $"{ruled.Name} has property rules, but {contract.Type.Name}.{property.Name} is written and read by {converter.GetType().Name}, which does not know of them. Remove the converter or the rules.");
        }
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];
}
