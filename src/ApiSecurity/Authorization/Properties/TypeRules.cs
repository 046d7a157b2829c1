using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Authorization;

/// <summary>The rules of one type's members: its own, and those of base types and interfaces for members of the same name.</summary>
internal sealed class TypeRules
{
    public static readonly TypeRules None = new([]);

    private readonly Dictionary<string, MemberRule> _rules;

    public TypeRules(IEnumerable<MemberRule> rules) => _rules = rules.ToDictionary(rule => rule.Member, StringComparer.Ordinal);

    public bool IsEmpty => _rules.Count == 0;

    public IEnumerable<MemberRule> All => _rules.Values;

    /// <returns>The rule of a member of the type's contract; <see langword="null"/> if there is none.</returns>
    public MemberRule? Find(JsonPropertyInfo property)
    {
        if (property.AttributeProvider is MemberInfo member)
        {
            return _rules.GetValueOrDefault(member.Name);
        }

        // A contract that was made by hand may not tell which member it means: then the name decides, as C# or as JSON writes it.
        var policy = property.Options.PropertyNamingPolicy;
        foreach (var rule in _rules.Values)
        {
            if (rule.Member.Equals(property.Name, StringComparison.OrdinalIgnoreCase)
                || (policy is not null && policy.ConvertName(rule.Member).Equals(property.Name, StringComparison.OrdinalIgnoreCase)))
            {
                return rule;
            }
        }

        return null;
    }
}
