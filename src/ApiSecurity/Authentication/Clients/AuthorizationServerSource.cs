using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>An issuer's metadata and keys, asked for when they are needed.</summary>
internal sealed class AuthorizationServerSource
{
    private const int MaximumBytes = 512 * 1024;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly RemoteServer _remote;
    private readonly TimeSpan _timeout;
    private readonly RefreshingValue<ServerMetadata> _metadata;
    private readonly RefreshingValue<Keys> _keys;

    public AuthorizationServerSource(string issuer, RemoteServer remote, TimeProvider time, TimeSpan timeout, bool isDevelopment, bool usesTls)
    {
        _remote = remote;
        _timeout = timeout;
        _metadata = new(token => LoadMetadataAsync(issuer, isDevelopment, usesTls, token), time, Lifetime, Pause);
        _keys = new(LoadKeysAsync, time, Lifetime, Pause);
    }

    public ValueTask<ServerMetadata> MetadataAsync(CancellationToken cancellationToken) => _metadata.GetAsync(cancellationToken);

    /// <summary>The keys that a signature may have been made with: those of its name, for its algorithm; asked for anew, within bounds, if there are none.</summary>
    public async Task<IReadOnlyList<SecurityKey>> KeysAsync(string keyId, string algorithm, CancellationToken cancellationToken)
    {
        var all = await _keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var named = all.For(keyId, algorithm);
        return named.Count > 0 ? named : (await _keys.GetOtherThanAsync(all, cancellationToken).ConfigureAwait(false)).For(keyId, algorithm);
    }

    private async Task<ServerMetadata> LoadMetadataAsync(string issuer, bool isDevelopment, bool usesTls, CancellationToken cancellationToken)
    {
        var (openId, oauth) = ServerAddress.MetadataOf(issuer);
        var answer = await _remote.GetAsync(openId, MaximumBytes, _timeout, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404)
        {
            answer = await _remote.GetAsync(oauth, MaximumBytes, _timeout, cancellationToken).ConfigureAwait(false);
        }

        return answer.Status == 200 ? new(answer.ReadObject(), issuer, isDevelopment, usesTls) : throw new RemoteServerException($"it answered {answer.Status} where its metadata should be");
    }

    private async Task<Keys> LoadKeysAsync(CancellationToken cancellationToken)
    {
        var metadata = await MetadataAsync(cancellationToken).ConfigureAwait(false);
        var answer = await _remote.GetAsync(metadata.Endpoint("jwks_uri"), MaximumBytes, _timeout, cancellationToken).ConfigureAwait(false);
        if (answer.Status != 200)
        {
            throw new RemoteServerException($"it answered {answer.Status} where its keys should be");
        }

        answer.ReadObject();
        try
        {
            return new Keys(new JsonWebKeySet(Encoding.UTF8.GetString(answer.Body.Span)));
        }
        catch (ArgumentException exception)
        {
            throw new RemoteServerException("its keys can't be read", exception);
        }
    }

    private sealed class Keys(JsonWebKeySet set)
    {
        private readonly KeyUses _uses = KeyUses.Of(set);

        // Keys for encryption (use: enc) and shared secrets are none to check a signature with.
        private readonly SecurityKey[] _all = [.. set.GetSigningKeys().Where(key => key is not SymmetricSecurityKey && JwtKeys.IsLongEnough(key))];

        public List<SecurityKey> For(string keyId, string algorithm) =>
            [.. _all.Where(key => (keyId.Length == 0 || string.IsNullOrEmpty(key.KeyId) || string.Equals(key.KeyId, keyId, StringComparison.Ordinal)) && _uses.Allow(key, algorithm))];
    }
}
