using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Holds a proof against the request, the token and the clock (RFC 9449 sections 4.3 and 7.1).</summary>
internal sealed class ProofCheck(ProofNonces nonces, ReplayGuard replay, TimeProvider time)
{
    public const string Header = "DPoP";

    /// <summary>The store is the last to be asked: a proof that fails otherwise is not used up.</summary>
    public async ValueTask<ProofRefusal?> CheckAsync(HttpContext context, ProofSettings settings, string token, string keyThumbprint)
    {
        if (Check(context, settings, token, keyThumbprint, out var proof, out var ends) is { } refusal)
        {
            return refusal;
        }

        var id = new byte[proof!.KeyThumbprint.Length + Encoding.UTF8.GetByteCount(proof.Id)];
        proof.KeyThumbprint.CopyTo(id, 0);
        Encoding.UTF8.GetBytes(proof.Id, id.AsSpan(proof.KeyThumbprint.Length));
        return await replay.UseAsync("dpop", id, ends, context.RequestAborted).ConfigureAwait(false) switch
        {
            ReplayAnswer.First => null,
            ReplayAnswer.Again => ProofRefusal.Replayed,
            _ => ProofRefusal.Unavailable,
        };
    }

    private ProofRefusal? Check(HttpContext context, ProofSettings settings, string token, string keyThumbprint, out Proof? proof, out DateTimeOffset ends)
    {
        proof = null;
        ends = default;
        var header = context.Request.Headers[Header];
        if (header.Count != 1 || header[0] is not { Length: > 0 } text)
        {
            return header.Count > 1 ? ProofRefusal.Ambiguous : ProofRefusal.Missing;
        }

        var fault = ProofReader.Read(text.AsSpan().Trim(' '), settings.MaxBytes, settings.Algorithms, out proof);
        if (fault != ProofFault.None)
        {
            return ProofRefusal.Of(fault);
        }

        if (!string.Equals(proof!.Method, context.Request.Method, StringComparison.Ordinal) || !ProofTarget.IsOf(proof.Target, context))
        {
            return ProofRefusal.Target;
        }

        if (!string.Equals(proof.TokenHash, Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token))), StringComparison.Ordinal))
        {
            return ProofRefusal.TokenHash;
        }

        return !string.Equals(Base64Url.EncodeToString(proof.KeyThumbprint), keyThumbprint, StringComparison.Ordinal)
            ? ProofRefusal.OtherKey
            : CheckTime(context, settings, proof, out ends);
    }

    private ProofRefusal? CheckTime(HttpContext context, ProofSettings settings, Proof proof, out DateTimeOffset ends)
    {
        var now = time.GetUtcNow();
        if (settings.RequiresNonce)
        {
            ends = default;
            if (proof.Nonce is null || !nonces.IsAccepted(proof.Nonce, out var isCurrent, out ends))
            {
                return ProofRefusal.Nonce;
            }

            // Section 4.3, number 11: the nonce tells the time of the proof, by a clock that nobody has to agree on.

            if (!isCurrent)
            {
                // RFC 9449 section 8.2: before the old one is no good any more.
                nonces.Tell(context.Response);
            }

            return null;
        }

        var issued = At(proof.IssuedAt);
        ends = issued + settings.Lifetime + settings.Skew;
        if (now > ends || (proof.Expires is { } expires && now >= At(expires) + settings.Skew))
        {
            return ProofRefusal.Expired;
        }

        return issued > now + settings.Skew || (proof.NotBefore is { } notBefore && At(notBefore) > now + settings.Skew) ? ProofRefusal.NotYetValid : null;
    }

    /// <summary>The reader has seen to it that the time is within the range of dates.</summary>
    private static DateTimeOffset At(double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
