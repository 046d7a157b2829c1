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
    private readonly RefreshingValue<IList<SecurityKey>> _keys;

    public AuthorizationServerSource(string issuer, RemoteServer remote, TimeProvider time, TimeSpan timeout, bool isDevelopment, bool usesTls)
    {
        _remote = remote;
        _timeout = timeout;
        _metadata = new(token => LoadMetadataAsync(issuer, isDevelopment, usesTls, token), time, Lifetime, Pause);
        _keys = new(LoadKeysAsync, time, Lifetime, Pause);
    }

    public ValueTask<ServerMetadata> MetadataAsync(CancellationToken cancellationToken) => _metadata.GetAsync(cancellationToken);

    /// <summary>The keys that a signature may have been made with: those of its name; asked for anew, within bounds, if there are none.</summary>
    public async Task<IReadOnlyList<SecurityKey>> KeysAsync(string keyId, CancellationToken cancellationToken)
    {
        var all = await _keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var named = Named(all, keyId);
        return named.Count > 0 ? named : Named(await _keys.GetOtherThanAsync(all, cancellationToken).ConfigureAwait(false), keyId);
    }

    private static List<SecurityKey> Named(IList<SecurityKey> keys, string keyId) =>
        [.. keys.Where(key => JwtKeys.IsLongEnough(key) && (keyId.Length == 0 || string.IsNullOrEmpty(key.KeyId) || string.Equals(key.KeyId, keyId, StringComparison.Ordinal)))];

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

    private async Task<IList<SecurityKey>> LoadKeysAsync(CancellationToken cancellationToken)
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
            // Keys for encryption (use: enc) and shared secrets are none to check a signature with.
            return [.. new JsonWebKeySet(Encoding.UTF8.GetString(answer.Body.Span)).GetSigningKeys().Where(key => key is not SymmetricSecurityKey)];
        }
        catch (ArgumentException exception)
        {
            throw new RemoteServerException("its keys can't be read", exception);
        }
    }
}
