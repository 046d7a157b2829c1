using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Validation;

/// <summary>The rules of all body types that are read with the same serializer options; each type is compiled once.</summary>
internal sealed class BodyRules
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, BodyRule?> _rules = [];
    private readonly JsonSerializerOptions _serializer;
    private readonly bool _jsonNames;
    private bool _allowsUnknown;
    private RuleCompiler _compiler;

    public BodyRules(JsonSerializerOptions serializer, bool jsonNames, bool allowsUnknown)
    {
        // A copy: finding the contract of a type makes options read-only, and the application may not be done with its own.
        _serializer = new JsonSerializerOptions(serializer);
        _serializer.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
        _jsonNames = jsonNames;
        _allowsUnknown = allowsUnknown;
        _compiler = new RuleCompiler(_serializer, jsonNames, allowsUnknown);
    }

    /// <summary>Whether objects may refer to each other by <c>$ref</c>, so that a member's value stands somewhere else.</summary>
    public bool HasReferences => _serializer.ReferenceHandler is { } handler && handler != ReferenceHandler.IgnoreCycles;

    /// <returns>The rule; <see langword="null"/> for a type that the serializer can't bind.</returns>
    public BodyRule? Find(Type type)
    {
        lock (_lock)
        {
            if (!_rules.TryGetValue(type, out var rule))
            {
                _rules[type] = rule = Compile(type);
            }

            return rule;
        }
    }

    /// <returns>The name of the converter that reads bodies of the type by rules of its own; <see langword="null"/> for the framework's.</returns>
    public string? OwnConverter(Type type) =>
        _serializer.GetTypeInfo(type).Converter is var converter && !RuleCompiler.IsFrameworks(converter) ? converter.GetType().Name : null;

    /// <summary>After a reload of the options.</summary>
    public void Reset(bool allowsUnknown)
    {
        lock (_lock)
        {
            _rules.Clear();
            _allowsUnknown = allowsUnknown;
            _compiler = new RuleCompiler(_serializer, _jsonNames, allowsUnknown);
        }
    }

    private BodyRule? Compile(Type type)
    {
        try
        {
            return new BodyRule(_compiler.CompileBody(type), _serializer);
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            // Rules that were being made when this happened are not whole.
            _compiler = new RuleCompiler(_serializer, _jsonNames, _allowsUnknown);
            return null;
        }
    }
}
