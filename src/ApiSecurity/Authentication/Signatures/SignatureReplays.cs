using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Lets a signature count once: by its nonce, or else by itself (RFC 9421 section 7.2.2).</summary>
internal sealed class SignatureReplays(ReplayGuard guard)
{
    private const string Purpose = "http-signature";

    public async ValueTask<RejectedCredential?> CheckAsync(
        SignatureInput input, HttpSignatureKey key, byte[] signature, DateTimeOffset end, CancellationToken cancellationToken) =>
        await guard.UseAsync(Purpose, IdOf(input, key, signature), end, cancellationToken).ConfigureAwait(false) switch
        {
            ReplayAnswer.First => null,
            ReplayAnswer.Again => SignatureRefusal.Replayed,
            _ => SignatureRefusal.Unavailable,
        };

    private static byte[] IdOf(SignatureInput input, HttpSignatureKey key, byte[] signature)
    {
        var keyId = Encoding.UTF8.GetBytes(input.KeyId!);
        var hasNonce = !string.IsNullOrEmpty(input.Nonce);
        var own = hasNonce ? Encoding.UTF8.GetBytes(input.Nonce!) : key.FixedPart(signature);
        // With lengths and kind, so that no nonce can be cut to look like another's, or like a signature.
        var id = new byte[sizeof(int) + keyId.Length + 1 + own.Length];
        BinaryPrimitives.WriteInt32LittleEndian(id, keyId.Length);
        keyId.CopyTo(id, sizeof(int));
        id[sizeof(int) + keyId.Length] = hasNonce ? (byte)1 : (byte)0;
        own.CopyTo(id.AsSpan(sizeof(int) + keyId.Length + 1));
        return SHA256.HashData(id);
    }
}
