using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>An object whose type is named by one of its members (<c>[JsonPolymorphic]</c>).</summary>
/// <param name="typeMember">The name of that member.</param>
/// <param name="base">The rule without a type's name; <see langword="null"/> for a type that nothing can be made of by itself.</param>
/// <param name="lenient">Whether a name that is not known means the base type.</param>
/// <param name="anywhere">Whether the member may stand elsewhere than first, as the serializer is set.</param>
internal sealed class UnionRule(string typeMember, JsonRule? @base, bool lenient, bool anywhere) : JsonRule
{
    // By text or by number, as the serializer tells them apart.
    private readonly Dictionary<object, JsonRule> _types = [];

    public void Add(object discriminator, JsonRule rule) => _types[discriminator] = rule;

    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WrongType(ref reader, run, ViolationCodes.Type, Details.Object);
            return;
        }

        // A copy of the reader looks ahead. It looks at one member only where it can, or nested objects would be read once a level.
        var ahead = reader;
        var isNamed = TryFind(ref ahead);
        var rule = isNamed && Discriminator(ref ahead) is { } discriminator
            ? _types.GetValueOrDefault(discriminator) ?? (lenient ? @base : null)
            : isNamed ? null : @base;
        if (rule is null)
        {
            run.Push(typeMember, typeMember);
            run.Add(ViolationCodes.Discriminator, isNamed ? Details.Discriminator : anywhere ? Details.NoDiscriminator : Details.NoFirstDiscriminator);
            run.Pop();
            rule = AnyRule.Instance;
        }

        rule.Check(ref reader, run);
    }

    private bool TryFind(ref Utf8JsonReader reader)
    {
        while (JsonText.ReadMember(ref reader))
        {
            var isType = JsonText.Decode(ref reader) == typeMember;
            reader.Read();
            if (isType || !anywhere)
            {
                return isType;
            }

            reader.Skip();
        }

        return false;
    }

    private static object? Discriminator(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => JsonText.Decode(ref reader),
        JsonTokenType.Number when reader.TryGetInt32(out var number) => number,
        _ => null,
    };
}
