using System.Text;
using ApiSecurity.Authentication;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Tests.Authentication.Signatures;

internal static class Bases
{
    /// <summary>What is signed of a message; <see langword="null"/> where it does not have what is covered.</summary>
    public static string? Of(MessageComponents message, string input)
    {
        Assert.True(StructuredField.TryParseDictionary("sig=" + input, out var parsed));
        var read = SignatureInput.Read(parsed[0].Value);
        Assert.NotNull(read);
        return SignatureBase.TryBuild(read.Member, read.Components, message, out var signed) ? Encoding.ASCII.GetString(signed) : null;
    }
}
