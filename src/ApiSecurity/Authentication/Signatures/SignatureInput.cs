using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>One signature's description in <c>Signature-Input</c> (RFC 9421 sections 2.3 and 4.1).</summary>
internal sealed class SignatureInput
{
    /// <summary>How long <c>keyid</c>, <c>nonce</c>, <c>tag</c> and <c>alg</c> may be.</summary>
    public const int MaxTextLength = 512;

    private const int MaxComponents = 64;

    private SignatureInput(StructuredMember member, SignatureComponent[] components)
    {
        Member = member;
        Components = components;
    }

    public StructuredMember Member { get; }

    public IReadOnlyList<SignatureComponent> Components { get; }

    public long? Created { get; private set; }

    public long? Expires { get; private set; }

    public string? Nonce { get; private set; }

    public string? Algorithm { get; private set; }

    public string? KeyId { get; private set; }

    public string? Tag { get; private set; }

    /// <returns>The description; <see langword="null"/> for one that is malformed, says a thing twice, or covers what can't be covered.</returns>
    public static SignatureInput? Read(StructuredMember member)
    {
        if (member.InnerList is not { Count: <= MaxComponents } items || member.Parameters.HasDuplicates)
        {
            return null;
        }

        var components = new SignatureComponent[items.Count];
        var known = new HashSet<(string, bool, bool, string?, string?)>(items.Count);
        for (var index = 0; index < items.Count; index++)
        {
            if (SignatureComponent.Read(items[index]) is not { } component || component.Name == "@signature-params" || !known.Add(component.Identity))
            {
                return null;
            }

            components[index] = component;
        }

        var input = new SignatureInput(member, components);
        for (var index = 0; index < member.Parameters.Count; index++)
        {
            if (!input.Take(member.Parameters[index].Key, member.Parameters[index].Value))
            {
                return null;
            }
        }

        return input;
    }

    private bool Take(string parameter, BareItem value)
    {
        switch (parameter)
        {
            case "created":
                Created = value.Integer;
                return value.Type == StructuredFieldType.Integer;
            case "expires":
                Expires = value.Integer;
                return value.Type == StructuredFieldType.Integer;
            case "nonce":
                Nonce = value.Text;
                return IsText(value);
            case "alg":
                Algorithm = value.Text;
                return IsText(value);
            case "keyid":
                KeyId = value.Text;
                return IsText(value);
            case "tag":
                Tag = value.Text;
                return IsText(value);
            default:
                // Signed like the rest, and of no meaning here.
                return true;
        }
    }

    private static bool IsText(BareItem value) => value is { Type: StructuredFieldType.String, Text.Length: <= MaxTextLength };
}
