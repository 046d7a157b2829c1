using System.Globalization;
using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>An object whose type is named by one of its members (<c>[JsonPolymorphic]</c>).</summary>
internal sealed class UnionRule(string typeMember, JsonRule @base, bool lenient) : JsonRule
{
    private readonly byte[] _typeMember = System.Text.Encoding.UTF8.GetBytes(typeMember);
    private readonly Dictionary<string, JsonRule> _types = new(StringComparer.Ordinal);

    public void Add(object discriminator, JsonRule rule) => _types[Convert.ToString(discriminator, CultureInfo.InvariantCulture)!] = rule;

    public override void Check(ref Utf8JsonReader reader, ValidationRun run)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WrongType(ref reader, run, ViolationCodes.Type, Details.Object);
            return;
        }

        // A copy of the reader looks ahead: the member may stand anywhere, if the serializer is set to allow that.
        var ahead = reader;
        while (JsonText.ReadMember(ref ahead))
        {
            var isType = ahead.ValueTextEquals(_typeMember);
            ahead.Read();
            if (!isType)
            {
                ahead.Skip();
                continue;
            }

            var discriminator = ahead.TokenType switch
            {
                JsonTokenType.String => JsonText.Decode(ref ahead),
                JsonTokenType.Number when ahead.TryGetInt32(out var number) => number.ToString(CultureInfo.InvariantCulture),
                _ => null,
            };
            CheckAs(ref reader, run, discriminator);
            return;
        }

        @base.Check(ref reader, run);
    }

    private void CheckAs(ref Utf8JsonReader reader, ValidationRun run, string? discriminator)
    {
        if (discriminator is not null && _types.TryGetValue(discriminator, out var rule))
        {
            rule.Check(ref reader, run);
        }
        else if (lenient && discriminator is not null)
        {
            @base.Check(ref reader, run);
        }
        else
        {
            run.Push(typeMember, typeMember);
            run.Add(ViolationCodes.Discriminator, Details.Discriminator);
            run.Pop();
            AnyRule.Instance.Check(ref reader, run);
        }
    }
}
