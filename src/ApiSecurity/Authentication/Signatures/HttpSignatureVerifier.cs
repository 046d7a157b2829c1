using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>
/// Checks a request's signature (RFC 9421 section 3.2) and then its content. Of several signatures the first counts whose tag is this API's and whose key
/// is known: one is checked and no more, however many there are.
/// </summary>
internal sealed class HttpSignatureVerifier(
    FeatureOptionsSource<HttpSignatureOptions> options, SignatureReplays replays, TimeProvider time, ILogger<HttpSignatureVerifier> logger)
{
    private const int MaxHeaderLength = 16384;

    private readonly Compiled<SignatureRules> _rules = options.Compile(current => new SignatureRules(current));

    public SignatureRules Rules => _rules.Value;

    public async ValueTask<SignatureVerdict> VerifyAsync(HttpContext context)
    {
        var rules = Rules;
        if (!rules.Options.IsEnabled || context.Request.Headers[HttpSignatureDefaults.InputHeader] is not { Count: > 0 } inputs)
        {
            return SignatureVerdict.None;
        }

        if (!TryParse(inputs, rules.Options.MaxSignatures, out var described) || !TryParse(context.Request.Headers[HttpSignatureDefaults.SignatureHeader], rules.Options.MaxSignatures, out var signatures))
        {
            return SignatureRefusal.Malformed;
        }

        for (var index = 0; index < described.Count; index++)
        {
            if (SignatureInput.Read(described[index].Value) is not { } input)
            {
                return SignatureRefusal.Malformed;
            }

            if (input.KeyId is null || (rules.Options.Tag is { } tag && input.Tag != tag))
            {
                continue;
            }

            var (key, isKnown) = await FindKeyAsync(rules, input.KeyId, context).ConfigureAwait(false);
            if (!isKnown)
            {
                return SignatureRefusal.Unavailable;
            }

            if (key is not null)
            {
                return signatures.TryGet(described[index].Key, out var signature) && signature is { InnerList: null, Value.Bytes: { } bytes }
                    ? await VerifyAsync(context, rules, input, key, bytes).ConfigureAwait(false)
                    : SignatureRefusal.Malformed;
            }
        }

        return SignatureRefusal.Key;
    }

    private async ValueTask<SignatureVerdict> VerifyAsync(HttpContext context, SignatureRules rules, SignatureInput input, HttpSignatureKey key, byte[] signature)
    {
        if (rules.Check(input, key, context, time.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        if (!SignatureBase.TryBuild(input.Member, input.Components, new RequestComponents(context.Request), out var signed))
        {
            return SignatureRefusal.Unresolved;
        }

        if (!key.Verify(signed, signature))
        {
            return SignatureRefusal.Signature;
        }

        // Only now: nobody but the owner of a key has content read, or room taken in the memory of replays.
        refusal = await SignedContent.CheckAsync(context, input, rules.Options.MaxBodyBytes).ConfigureAwait(false)
            ?? await replays.CheckAsync(input, key, signature, rules.EndOf(input), context.RequestAborted).ConfigureAwait(false);
        return refusal is null ? new SignatureVerdict(key, input, null) : refusal;
    }

    private async ValueTask<(HttpSignatureKey? Key, bool IsKnown)> FindKeyAsync(SignatureRules rules, string keyId, HttpContext context)
    {
        if (rules.Find(keyId) is { } configured)
        {
            return (configured, true);
        }

        try
        {
            foreach (var keys in context.RequestServices.GetServices<IHttpSignatureKeys>())
            {
                if (await keys.FindAsync(keyId, context.RequestAborted).ConfigureAwait(false) is { } found)
                {
                    return (found, true);
                }
            }

            return (null, true);
        }
#pragma warning disable CA1031 // The application's own store throws what it likes; nobody can tell then who has signed.
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            HttpSignatureLog.KeysFailed(logger, exception);
            return (null, false);
        }
    }

    private static bool TryParse(Microsoft.Extensions.Primitives.StringValues lines, int maximum, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out OrderedMembers<StructuredMember>? members)
    {
        members = null;
        var length = 0;
        foreach (var line in lines)
        {
            length += line?.Length ?? 0;
        }

        return lines.Count > 0 && length <= MaxHeaderLength && StructuredField.TryParseDictionary(ComponentValues.Join(lines), out members)
            && members is { HasDuplicates: false, Count: > 0 } && members.Count <= maximum;
    }
}
