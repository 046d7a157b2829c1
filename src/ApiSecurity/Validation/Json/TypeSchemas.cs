using System.Text.Json;
using NJsonSchema.Generation;

namespace ApiSecurity.Validation;

/// <summary>The schemas that NJsonSchema makes of types, with the application's serializer options.</summary>
internal sealed class TypeSchemas(JsonSerializerOptions serializer) : ISchemaProcessor
{
    private readonly Dictionary<Type, NJsonSchema.JsonSchema?> _schemas = [];

    /// <returns>The schema of an object type; <see langword="null"/> if NJsonSchema can't make one of it.</returns>
    public NJsonSchema.JsonSchema? Find(Type type)
    {
        if (_schemas.TryGetValue(type, out var known))
        {
            return known;
        }

        var settings = new SystemTextJsonSchemaGeneratorSettings
        {
            SerializerOptions = serializer,
            FlattenInheritanceHierarchy = true,
            GenerateAbstractProperties = true,
            UseXmlDocumentation = false,
            GenerateExamples = false,
        };
        settings.SchemaProcessors.Add(this);
        try
        {
            _schemas.TryAdd(type, JsonSchemaGenerator.FromType(type, settings));
        }
#pragma warning disable CA1031 // Whatever the generator can't describe: the serializer's contract remains as the rule.
        catch (Exception)
#pragma warning restore CA1031
        {
            _schemas.TryAdd(type, null);
        }

        return _schemas[type];
    }

    public void Process(SchemaProcessorContext context) => _schemas.TryAdd(context.ContextualType.OriginalType, context.Schema);
}
