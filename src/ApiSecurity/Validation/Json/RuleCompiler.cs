using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Validation;

/// <summary>
/// Makes rules of a type: which members there are and how their values are read comes from the serializer's contract, what the values
/// must be comes from the schema that NJsonSchema makes of the type and from the annotations behind it.
/// </summary>
internal sealed class RuleCompiler
{
    private readonly JsonSerializerOptions _serializer;
    private readonly TypeSchemas _schemas;
    private readonly bool _jsonNames;
    private readonly bool _allowsUnknown;
    private readonly Dictionary<(Type, string?), JsonRule> _objects = [];

    /// <param name="serializer">The application's options; a copy with a resolver.</param>
    /// <param name="jsonNames">Whether <c>errors</c> names members as JSON does, rather than as C# does.</param>
    /// <param name="allowsUnknown">Whether members that a type does not have are let through everywhere.</param>
    public RuleCompiler(JsonSerializerOptions serializer, bool jsonNames, bool allowsUnknown)
    {
        _serializer = serializer;
        _schemas = new TypeSchemas(serializer);
        _jsonNames = jsonNames;
        _allowsUnknown = allowsUnknown;
    }

    /// <summary>Anything, with members told apart as the serializer does.</summary>
    private AnyRule Any => _serializer.PropertyNameCaseInsensitive ? AnyRule.IgnoringCase : AnyRule.Instance;

    /// <summary>A node takes its members' names as the serializer does, and fails when it is used if there are two of one.</summary>
    private AnyRule OpenRule(Type type) => typeof(JsonNode).IsAssignableFrom(type) ? Any : AnyRule.Instance;

    /// <exception cref="NotSupportedException">The serializer can't bind the type.</exception>
    /// <exception cref="InvalidOperationException">The type's contract is not valid.</exception>
    public JsonSlot CompileBody(Type type) => new(Compile(type, null, _serializer.NumberHandling), allowsNull: true, () => Details.NotNull);

    private JsonRule Compile(Type type, ConstraintFactory? constraints, JsonNumberHandling handling)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            var nullable = _serializer.GetTypeInfo(type);
            if (!IsFrameworks(nullable.Converter))
            {
                return CompileConverted(nullable, constraints);
            }

            type = inner;
        }

        if (IsOpen(type))
        {
            return OpenRule(type);
        }

        var info = _serializer.GetTypeInfo(type);
        if (!IsFrameworks(info.Converter))
        {
            return CompileConverted(info, constraints);
        }

        handling = info.NumberHandling ?? handling;
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => CompileObject(info),
            JsonTypeInfoKind.Enumerable => new ArrayRule(Item(info.ElementType!, handling), constraints?.ForCount() ?? []),
            JsonTypeInfoKind.Dictionary => new MapRule(Keys(info.KeyType), Item(info.ElementType!, handling), constraints?.ForCount() ?? []),
            _ => CompileValue(info, constraints, handling),
        };
    }

    /// <summary>Without annotations there is nothing to hold against what the application's own converter reads.</summary>
    private JsonRule CompileConverted(JsonTypeInfo info, ConstraintFactory? constraints)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        var found = constraints is null ? []
            : type == typeof(string) ? constraints.ForText()
            : Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal && !type.IsEnum ? constraints.ForNumber()
            : constraints.ForValue();
        return found.Length == 0 ? Any : new ConvertedRule(info, Any, found);
    }

    private static bool IsOpen(Type type) =>
        type == typeof(object) || type == typeof(JsonElement) || type == typeof(JsonDocument) || typeof(JsonNode).IsAssignableFrom(type);

    /// <summary>The serializer can't see whether items may be null by their annotation, so only value types refuse it.</summary>
    private JsonSlot Item(Type type, JsonNumberHandling handling) =>
        new(Compile(type, null, handling), allowsNull: !type.IsValueType || Nullable.GetUnderlyingType(type) is not null || HasOwnNull(type), () => Details.NotNull);

    private KeyReader? Keys(Type? type) => type is null || type == typeof(string) || type == typeof(object)
        ? null
        : KeyReader.Create(_serializer.GetTypeInfo(type), EnumValues.Of(type));

    private bool HasOwnNull(Type type) => IsOpen(type) || !IsFrameworks(_serializer.GetTypeInfo(type).Converter);

    private static JsonRule CompileValue(JsonTypeInfo info, ConstraintFactory? constraints, JsonNumberHandling handling)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        if (type == typeof(string))
        {
            return new TextRule(constraints?.ForText() ?? []);
        }

        if (type == typeof(bool))
        {
            return new BooleanRule(constraints?.ForValue() ?? []);
        }

        if (type.IsEnum)
        {
            return new SerializerRule(info, ViolationCodes.Enum, Details.Enum, mayBeText: false, EnumConstraints(type, constraints));
        }

        if (Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal and var number)
        {
            return new NumberRule(number, handling, constraints?.ForNumber() ?? []);
        }

        var numeric = type == typeof(Half) || type == typeof(Int128) || type == typeof(UInt128);
        return new SerializerRule(
            info, numeric ? ViolationCodes.Type : ViolationCodes.Format, numeric ? Details.Number : Details.Form,
            mayBeText: numeric && handling != JsonNumberHandling.Strict,
            (type == typeof(byte[]) ? constraints?.ForBytes() : constraints?.ForValue()) ?? []);
    }

    private static ValueConstraint[] EnumConstraints(Type type, ConstraintFactory? constraints) =>
        [new ValueConstraint(_ => ViolationCodes.Enum, EnumValues.Of(type)!, () => Details.Enum), .. constraints?.ForValue() ?? []];

    private JsonRule CompileObject(JsonTypeInfo info)
    {
        if (info.PolymorphismOptions is not { } polymorphism)
        {
            return CompileMembers(info, null);
        }

        if (_objects.TryGetValue((info.Type, string.Empty), out var known))
        {
            return known;
        }

        var typeMember = polymorphism.TypeDiscriminatorPropertyName;
        var union = new UnionRule(
            typeMember,
            info.Type.IsAbstract ? null : CompileMembers(info, typeMember),
            polymorphism.IgnoreUnrecognizedTypeDiscriminators,
            _serializer.AllowOutOfOrderMetadataProperties);
        _objects[(info.Type, string.Empty)] = union;
        foreach (var derived in polymorphism.DerivedTypes)
        {
            if (derived.TypeDiscriminator is { } discriminator)
            {
                union.Add(discriminator, CompileMembers(_serializer.GetTypeInfo(derived.DerivedType), typeMember));
            }
        }

        return union;
    }

    private JsonRule CompileMembers(JsonTypeInfo info, string? typeMember)
    {
        if (_objects.TryGetValue((info.Type, typeMember), out var known))
        {
            return known;
        }

        if (info.Kind != JsonTypeInfoKind.Object)
        {
            return AnyRule.Instance;
        }

        var rule = new ObjectRule(info.Options.PropertyNameCaseInsensitive);
        _objects[(info.Type, typeMember)] = rule;
        var schema = _schemas.Find(info.Type);
        JsonSlot? extra = null;
        var members = new List<JsonMember>();
        foreach (var property in info.Properties)
        {
            if (property.IsExtensionData)
            {
                extra = new JsonSlot(OpenRule(property.PropertyType), allowsNull: true, () => Details.NotNull);
            }
            else if (property.Get is not null || property.Set is not null)
            {
                members.Add(CompileMember(property, members.Count, info, schema));
            }
        }

        if (extra is null && (_allowsUnknown || info.Type.IsDefined(typeof(AllowUnknownMembersAttribute), inherit: true)))
        {
            extra = new JsonSlot(AnyRule.Instance, allowsNull: true, () => Details.NotNull);
        }

        rule.Complete([.. members], extra, typeMember);
        return rule;
    }

    /// <summary>A member may have no setter and be filled all the same: a list that is there already.</summary>
    private bool IsSet(JsonPropertyInfo property, JsonTypeInfo owner) =>
        property.Set is not null || property.AssociatedParameter is not null
        || (property.ObjectCreationHandling ?? owner.PreferredPropertyObjectCreationHandling ?? _serializer.PreferredObjectCreationHandling) == JsonObjectCreationHandling.Populate;

    internal static bool IsFrameworks(JsonConverter converter) => converter.GetType().Assembly == typeof(JsonSerializer).Assembly;

    /// <summary>A converter that stands on the member; the framework's own (<see cref="JsonStringEnumConverter"/>) are known to the rules.</summary>
    private JsonRule CompileBy(JsonConverter converter, Type type, ConstraintFactory constraints, JsonNumberHandling handling)
    {
        var options = new JsonSerializerOptions(_serializer);
        options.Converters.Insert(0, converter);
        type = Nullable.GetUnderlyingType(type) is { } inner && !converter.CanConvert(type) ? inner : type;
        var info = options.GetTypeInfo(type);
        return !IsFrameworks(info.Converter) ? CompileConverted(info, constraints)
            : info.Kind == JsonTypeInfoKind.None ? CompileValue(info, constraints, handling)
            : AnyRule.Instance;
    }

    private JsonMember CompileMember(JsonPropertyInfo property, int index, JsonTypeInfo owner, NJsonSchema.JsonSchema? schema)
    {
        var attributes = new RuleAttributes(property);
        var missing = attributes.MissingMessage(property.Name);
        var name = _jsonNames ? property.Name : attributes.MemberName ?? property.Name;
        if (!IsSet(property, owner))
        {
            // Read-only members come back from clients that send what they were given: they are skipped, so anything may be in them.
            return new JsonMember(property.Name, name, index, new JsonSlot(AnyRule.Instance, allowsNull: true, missing), property.IsRequired ? missing : null);
        }

        var memberSchema = schema?.Properties.TryGetValue(property.Name, out var found) is true ? found : null;
        var handling = property.NumberHandling ?? owner.NumberHandling ?? _serializer.NumberHandling;
        var constraints = new ConstraintFactory(attributes, memberSchema, property.Name);
        var rule = property.CustomConverter is { } converter
            ? CompileBy(converter, property.PropertyType, constraints, handling)
            : Compile(property.PropertyType, constraints, handling);
        var required = property.IsRequired || IsOwed(property.AssociatedParameter) || schema?.RequiredProperties.Contains(property.Name) is true || attributes.IsRequired;
        // A list that is filled where it stands can't become null.
        var isFixed = property.Set is null && property.AssociatedParameter is null;
        var allowsNull = !attributes.IsRequired && !isFixed && (property.IsSetNullable || (rule is AnyRule or ConvertedRule && property.PropertyType.IsValueType));
        return new JsonMember(property.Name, name, index, new JsonSlot(rule, allowsNull, missing), required ? missing : null);
    }

    /// <summary>A constructor's parameter of a type that is never null gets null from the serializer if the member is missing.</summary>
    private static bool IsOwed(JsonParameterInfo? parameter) =>
        parameter is { IsNullable: false, HasDefaultValue: false } && !parameter.ParameterType.IsValueType;
}
