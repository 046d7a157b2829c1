using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Authentication;

/// <summary>Reads <c>Client-Cert-Chain</c> (RFC 9440 section 2.3): the authorities' certificates that the client has sent with its own.</summary>
internal static class ClientCertChainHeader
{
    public const string Name = "Client-Cert-Chain";

    private const int MaximumLength = 64 * 1024;
    private const int MaximumCount = 8;

    /// <returns>The certificates; <see langword="null"/> where they are not written so, or are more than anybody needs.</returns>
    public static X509Certificate2Collection? Read(StringValues values)
    {
        var all = new X509Certificate2Collection();
        var text = string.Join(',', values.ToArray());
        if (text.Length == 0)
        {
            return all;
        }

        if (text.Length > MaximumLength || !StructuredField.TryParseList(text, out var list) || list.Count > MaximumCount)
        {
            return null;
        }

        foreach (var member in list)
        {
            if (member is not { InnerList: null, Value: { Type: StructuredFieldType.ByteSequence, Bytes: { } bytes }, Parameters.Count: 0 }
                || ClientCertHeader.Load(bytes) is not { } certificate)
            {
                Release(all);
                return null;
            }

            all.Add(certificate);
        }

        return all;
    }

    public static void Release(X509Certificate2Collection certificates)
    {
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }
    }
}
