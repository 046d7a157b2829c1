using System.Net;
using System.Security.Cryptography;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>
/// Decides whether a key is good. The secret is compared by its hash, in constant time, and the same work is done for ids that are not there; whether a
/// key was revoked, has expired or is used from elsewhere is told (to the operator) only where the secret was right.
/// </summary>
internal sealed class ApiKeyVerifier(ApiKeyDirectory directory, FeatureOptionsSource<ApiKeyOptions> options, TimeProvider time, ILogger<ApiKeyVerifier> logger)
{
    private static readonly byte[] NoHash = RandomNumberGenerator.GetBytes(ApiKeyText.HashLength);

    /// <param name="text">The key.</param>
    /// <param name="client">Where it comes from.</param>
    /// <param name="generation">The state of all keys before anything was asked about this one.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async ValueTask<ApiKeyVerdict> VerifyAsync(string text, IPAddress? client, long generation, CancellationToken cancellationToken)
    {
        if (!TryRead(text, out var id, out var hash))
        {
            return ApiKeyVerdict.Refused(ApiKeyRefusal.Malformed);
        }

        ApiKeyRecord? record;
        try
        {
            record = await directory.FindAsync(id, cancellationToken).InTimeAsync(time, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Stores throw what they like, and none of it may become the client's 500.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            ApiKeyLog.StoreFailed(logger, exception.GetBaseException().GetType().FullName);
            return ApiKeyVerdict.Refused(ApiKeyRefusal.Unavailable);
        }

        return Decide(id, hash, record, client, generation);
    }

    private bool TryRead(string text, out string id, out byte[] hash)
    {
        if (!ApiKeyText.TryParse(text, options.Current.Prefix, out var visible, out var secret))
        {
            (id, hash) = (string.Empty, []);
            return false;
        }

        id = visible.ToString();
        hash = new byte[ApiKeyText.HashLength];
        ApiKeyText.Hash(visible, secret, hash);
        return true;
    }

    private ApiKeyVerdict Decide(string id, byte[] hash, ApiKeyRecord? record, IPAddress? client, long generation)
    {
        // A store that compares ids without regard to case finds other keys than the one that was asked for.
        var key = record is not null && string.Equals(record.Key.Id, id, StringComparison.Ordinal) ? record.Key : null;
        var isCurrent = CryptographicOperations.FixedTimeEquals(hash, key is null ? NoHash : record!.Hash.Span);
        var isPrevious = CryptographicOperations.FixedTimeEquals(hash, key is not null && record!.PreviousHash is { } previous ? previous.Span : NoHash);
        if (key is null || !(isCurrent | isPrevious))
        {
            return ApiKeyVerdict.Refused(ApiKeyRefusal.Unknown(id));
        }

        if (key.Revoked is not null)
        {
            return ApiKeyVerdict.Refused(ApiKeyRefusal.Revoked(key));
        }

        var ends = isCurrent ? key.Expires : Earlier(key.Expires, key.OverlapEnds ?? DateTimeOffset.MinValue);
        if (ends is { } end && time.GetUtcNow() >= end)
        {
            return ApiKeyVerdict.Refused(ApiKeyRefusal.Expired(key));
        }

        var networks = ApiKeyNetworks.Parse(key.AllowedNetworks);
        return ApiKeyNetworks.Allow(networks, client)
            ? ApiKeyVerdict.Accepted(key, ends, networks, generation)
            : ApiKeyVerdict.Refused(ApiKeyRefusal.Network(key));
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } time && time < other ? time : other;
}
