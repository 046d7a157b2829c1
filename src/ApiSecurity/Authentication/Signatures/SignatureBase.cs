using System.Diagnostics.CodeAnalysis;
using System.Text;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Makes the text that is signed (RFC 9421 section 2.5).</summary>
internal static class SignatureBase
{
    /// <param name="input">The member of <c>Signature-Input</c>: covered components and parameters.</param>
    /// <param name="components">The components, read.</param>
    /// <param name="message">The message.</param>
    /// <param name="signed">What is signed.</param>
    /// <returns>Whether the message has everything that is covered, in a form that can't be taken for another.</returns>
    public static bool TryBuild(StructuredMember input, IReadOnlyList<SignatureComponent> components, MessageComponents message, [NotNullWhen(true)] out byte[]? signed)
    {
        signed = null;
        var text = new StringBuilder(512);
        for (var index = 0; index < components.Count; index++)
        {
            if (ValueOf(components[index], message) is not { } value || !IsOneLine(value))
            {
                return false;
            }

            StructuredFieldWriter.AppendItem(text, input.InnerList![index]);
            text.Append(": ").Append(value).Append('\n');
        }

        text.Append("\"@signature-params\": ");
        StructuredFieldWriter.AppendMember(text, input);
        signed = Encoding.ASCII.GetBytes(text.ToString());
        return true;
    }

    private static string? ValueOf(SignatureComponent component, MessageComponents message)
    {
        if (component.IsDerived)
        {
            return component.Parameter is { } parameter ? SignedQuery.Find(message.Query, parameter) : message.Derive(component.Name);
        }

        if (message.Lines(component.Name) is not { } lines)
        {
            return null;
        }

        return component.IsBinary ? Encode(lines)
            : component.Key is { } key ? MemberOf(component.Name, Join(lines), key)
            : component.IsStrict ? Rewrite(component.Name, Join(lines))
            : Join(lines);
    }

    public static string Join(IReadOnlyList<string?> lines) =>
        lines.Count == 1 ? Trim(lines[0]).ToString() : string.Join(", ", lines.Select(line => Trim(line).ToString()));

    private static string Encode(IReadOnlyList<string?> lines) =>
        string.Join(", ", lines.Select(line => $":{Convert.ToBase64String(Encoding.UTF8.GetBytes(Trim(line).ToString()))}:"));

    private static string? MemberOf(string field, string text, string key) =>
        KnownFields.TypeOf(field) is KnownFields.Dictionary or '\0' && StructuredField.TryParseDictionary(text, out var dictionary) && dictionary.TryGet(key, out var member)
            ? StructuredFieldWriter.Write(member)
            : null;

    private static string? Rewrite(string field, string text) => KnownFields.TypeOf(field) switch
    {
        KnownFields.Dictionary when StructuredField.TryParseDictionary(text, out var dictionary) => StructuredFieldWriter.Write(dictionary),
        KnownFields.List when StructuredField.TryParseList(text, out var list) => StructuredFieldWriter.Write(list),
        KnownFields.Item when StructuredField.TryParseItem(text, out var item) => StructuredFieldWriter.Write(item),
        _ => null,
    };

    private static ReadOnlySpan<char> Trim(string? line) => line.AsSpan().Trim(" \t");

    /// <summary>A line end within a value could be taken for the end of its component, and of other characters nobody knows the bytes.</summary>
    private static bool IsOneLine(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value.All(character => character is (>= ' ' and <= '~') or '\t');
}
