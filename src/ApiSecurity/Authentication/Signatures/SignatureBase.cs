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
        var values = new ComponentValues(message);
        var text = new StringBuilder(512);
        for (var index = 0; index < components.Count; index++)
        {
            if (values.Find(components[index]) is not { } value || !IsOneLine(value))
            {
                return false;
            }

            StructuredFieldWriter.AppendItem(text, input.InnerList![index]);
            text.Append(": ").Append(value).Append('\n');
        }

        text.Append("\"@signature-params\": ");
        StructuredFieldWriter.AppendMember(text, input);
        signed = new byte[text.Length];
        var written = 0;
        foreach (var chunk in text.GetChunks())
        {
            written += Encoding.ASCII.GetBytes(chunk.Span, signed.AsSpan(written));
        }

        return true;
    }

    /// <summary>A line end within a value could be taken for the end of its component, and of other characters nobody knows the bytes.</summary>
    private static bool IsOneLine(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value.All(character => character is (>= ' ' and <= '~') or '\t');
}
