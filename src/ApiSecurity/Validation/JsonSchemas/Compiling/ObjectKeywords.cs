using System.Text;
using System.Text.Json;

namespace ApiSecurity.Validation;

internal static class ObjectKeywords
{
    public static ObjectPart? Compile(SchemaSource source, SchemaCompiler compiler)
    {
        var members = new MemberList(compiler.Names);
        var patterns = new List<PatternMember>();
        SchemaEdge? additional = null, names = null;
        long? least = null, most = null;
        if (source.Dialect.HasApplicators)
        {
            foreach (var (name, schema) in Map(source, "properties"))
            {
                members.SetSchema(name, compiler.Inner(source, $"/properties/{JsonPointer.Escape(name)}", schema));
            }

            foreach (var (pattern, schema) in Map(source, "patternProperties"))
            {
                var edge = compiler.Inner(source, $"/patternProperties/{JsonPointer.Escape(pattern)}", schema);
                patterns.Add(new PatternMember(TextKeywords.Pattern(source, compiler, "patternProperties", pattern), edge));
            }

            additional = Schema(source, compiler, "additionalProperties");
            names = source.Draft >= JsonSchemaDraft.Draft6 ? Schema(source, compiler, "propertyNames") : null;
        }

        if (source.Dialect.HasValidation)
        {
            (least, most) = (source.Count("minProperties"), source.Count("maxProperties"));
        }

        var presence = PresenceOf(source, compiler, members);
        return members.IsEmpty && patterns.Count == 0 && additional is null && names is null && least is null && most is null ? null : new ObjectPart
        {
            MinProperties = least ?? 0,
            MaxProperties = most ?? long.MaxValue,
            Members = members.ToTable(),
            Patterns = [.. patterns],
            Additional = additional,
            Names = names,
            Presence = presence,
        };
    }

    private static PresencePart? PresenceOf(SchemaSource source, SchemaCompiler compiler, MemberList members)
    {
        var required = new List<int>();
        var rules = new List<PresenceRule>();
        if (source.Dialect.HasValidation && source.TryGet("required", JsonValueKind.Array, out var list))
        {
            required.AddRange(source.Names(list, "required").Select(members.Place).Distinct());
        }

        foreach (var (name, value) in Map(source, "dependencies"))
        {
            AddRule("dependencies", name, value, value.ValueKind == JsonValueKind.Array);
        }

        if (source.Draft >= JsonSchemaDraft.Draft201909)
        {
            foreach (var (name, value) in source.Dialect.HasValidation ? Map(source, "dependentRequired") : [])
            {
                AddRule("dependentRequired", name, value, isList: true);
            }

            foreach (var (name, value) in source.Dialect.HasApplicators ? Map(source, "dependentSchemas") : [])
            {
                AddRule("dependentSchemas", name, value, isList: false);
            }
        }

        return required.Count == 0 && rules.Count == 0 ? null : new PresencePart(members.Places, [.. required], [.. rules]);

        void AddRule(string keyword, string name, JsonElement value, bool isList)
        {
            int[] needed = isList ? [.. source.Names(value, keyword).Select(members.Place)] : [];
            SchemaEdge? schema = isList ? null : compiler.Inner(source, $"/{keyword}/{JsonPointer.Escape(name)}", value, isInPlace: true);
            rules.Add(new PresenceRule(members.Place(name), needed, schema, keyword));
        }
    }

    private static SchemaEdge? Schema(SchemaSource source, SchemaCompiler compiler, string keyword) =>
        source.TryGet(keyword, out var schema) ? compiler.Inner(source, "/" + keyword, schema) : null;

    private static IEnumerable<(string Name, JsonElement Value)> Map(SchemaSource source, string keyword) =>
        source.TryGet(keyword, JsonValueKind.Object, out var map) ? map.EnumerateObject().Select(member => (member.Name, member.Value)) : [];

    /// <summary>The names that one schema speaks of, as they are collected.</summary>
    private sealed class MemberList(NameTable names)
    {
        private readonly Dictionary<string, (SchemaEdge Edge, int Place)> _members = new(StringComparer.Ordinal);

        public int Places { get; private set; }

        public bool IsEmpty => _members.Count == 0;

        public void SetSchema(string name, SchemaEdge edge) => _members[name] = (edge, -1);

        /// <summary>The place of the bit that tells whether the name is there.</summary>
        public int Place(string name)
        {
            var member = _members.GetValueOrDefault(name, (default, -1));
            if (member.Place < 0)
            {
                member = _members[name] = (member.Edge, Places++);
            }

            return member.Place;
        }

        public MemberTable ToTable() =>
            new([.. _members.Select(member => new SchemaMember(names.Add(Encoding.UTF8.GetBytes(member.Key)), member.Value.Edge, member.Value.Place))]);
    }
}
