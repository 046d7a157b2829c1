using System.Buffers;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>
/// Holds the content against the digest that is signed, before anybody acts on it: it is read to its end, where it stays for whoever reads next. What is
/// read is what was sent, because decompression comes later in the pipeline (RFC 9530 section 2).
/// </summary>
internal static class SignedContent
{
    private static readonly object Matching = new();
    private static readonly object Differing = new();

    public static async ValueTask<RejectedCredential?> CheckAsync(HttpContext context, SignatureInput input, int maxBytes)
    {
        if (!IsCovered(input))
        {
            return null;
        }

        if (ContentDigest.Read(ComponentValues.Join(context.Request.Headers["Content-Digest"])) is not { } digest)
        {
            return SignatureRefusal.DigestUnusable;
        }

        if (!RequestContent.IsThere(context))
        {
            return digest.Matches(ReadOnlySequence<byte>.Empty) ? null : SignatureRefusal.Digest;
        }

        var limit = Limit(context.GetEndpoint(), maxBytes);
        if (context.Request.ContentLength > limit)
        {
            return SignatureRefusal.TooLarge;
        }

        var found = await BufferedBody.CheckAsync(context, limit, content => digest.Matches(content) ? Matching : Differing).ConfigureAwait(false);
        return found is null ? SignatureRefusal.TooLarge
            : ReferenceEquals(found, Matching) ? null
            : SignatureRefusal.Digest;
    }

    /// <summary>An endpoint without any limit does not ask for all of its content in memory.</summary>
    private static int Limit(Endpoint? endpoint, int maxBytes) =>
        endpoint is not null && OwnBodyLimit.Of(endpoint.Metadata) is { } own and not long.MaxValue ? (int)Math.Clamp(own, 0, Array.MaxLength) : maxBytes;

    private static bool IsCovered(SignatureInput input)
    {
        foreach (var component in input.Components)
        {
            if (component.Name == RequiredComponents.ContentDigestField)
            {
                return true;
            }
        }

        return false;
    }
}
