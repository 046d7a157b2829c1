using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>What can be said of a signature before its key is used: the options, compiled.</summary>
internal sealed class SignatureRules
{
    private readonly HttpSignatureOptions _options;
    private readonly string[] _algorithms;
    private readonly Dictionary<string, HttpSignatureKey> _keys;

    public SignatureRules(HttpSignatureOptions options)
    {
        _options = options;
        _algorithms = [.. HttpSignatureAlgorithms.Of(options)];
        _keys = options.Keys.ToDictionary(key => key.Key, key => HttpSignatureKey.From(key.Value), StringComparer.Ordinal);
        Required = new RequiredComponents(options.RequiredComponents);
    }

    public RequiredComponents Required { get; }

    public HttpSignatureOptions Options => _options;

    public HttpSignatureKey? Find(string keyId) => _keys.GetValueOrDefault(keyId);

    public RejectedCredential? Check(SignatureInput input, HttpSignatureKey key, HttpContext context, DateTimeOffset now)
    {
        // The key says which algorithm counts; the message can only agree (RFC 9421 section 3.2).
        if (Array.IndexOf(_algorithms, key.Algorithm) < 0 || (input.Algorithm is not null && input.Algorithm != key.Algorithm))
        {
            return SignatureRefusal.Algorithm;
        }

        return CheckTime(input, now)
            ?? (_options.RequireNonce && string.IsNullOrEmpty(input.Nonce) ? SignatureRefusal.Nonce : null)
            ?? (Required.AreCovered(input, context) ? null : SignatureRefusal.Component);
    }

    /// <summary>Until when the signature would be accepted once more.</summary>
    public DateTimeOffset EndOf(SignatureInput input)
    {
        var end = input.Created!.Value + (long)Math.Ceiling(_options.MaxAge.TotalSeconds);
        return DateTimeOffset.FromUnixTimeSeconds(Math.Min(end, input.Expires ?? end)) + _options.ClockSkew;
    }

    private RejectedCredential? CheckTime(SignatureInput input, DateTimeOffset now)
    {
        if (input.Created is not { } created || created < 0 || created > DateTimeOffset.MaxValue.ToUnixTimeSeconds() / 2 || input.Expires < created)
        {
            return SignatureRefusal.Created;
        }

        return DateTimeOffset.FromUnixTimeSeconds(created) > now + _options.ClockSkew ? SignatureRefusal.NotYetValid
            : EndOf(input) < now ? SignatureRefusal.Expired
            : null;
    }
}
