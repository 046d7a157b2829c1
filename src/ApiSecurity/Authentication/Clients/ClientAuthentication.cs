using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ApiSecurity.Authentication;

/// <summary>Adds to a request what proves to the authorization server who asks.</summary>
internal sealed class ClientAuthentication
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(1);

    private readonly ClientAuthenticationMethod _method;
    private readonly string _secret;
    private readonly string? _keyId;
    private readonly string? _audience;
    private readonly string _tokenType;
    private readonly SigningKey? _key;
    private readonly TimeProvider _time;

    /// <exception cref="ArgumentException">A key or certificate can't be used; the rules of the options have said so before.</exception>
    public ClientAuthentication(OAuthClientOptions options, TimeProvider time)
    {
        _method = options.ClientAuthentication;
        _secret = options.ClientSecret ?? string.Empty;
        _keyId = options.PrivateKeyId;
        _audience = options.AssertionAudience;
        _tokenType = options.AssertionTokenType;
        _time = time;
        ClientId = options.ClientId!;
        _key = _method == ClientAuthenticationMethod.PrivateKeyJwt ? ClientKeys.SigningKey(options) : null;
        Certificate = _method == ClientAuthenticationMethod.TlsClientAuth ? ClientKeys.Certificate(options) : null;
    }

    public string ClientId { get; }

    public X509Certificate2? Certificate { get; }

    public bool UsesTls => _method == ClientAuthenticationMethod.TlsClientAuth;

    /// <param name="request">The request.</param>
    /// <param name="form">The form that the request will have.</param>
    /// <param name="issuer">The authorization server's issuer, if it is known.</param>
    public void Apply(HttpRequestMessage request, List<KeyValuePair<string, string>> form, string? issuer)
    {
        switch (_method)
        {
            case ClientAuthenticationMethod.ClientSecretBasic:
                // RFC 6749 section 2.3.1: both are form-encoded first, so that an id may hold a colon.
                var pair = $"{FormEncode(ClientId)}:{FormEncode(_secret)}";
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
                break;
            case ClientAuthenticationMethod.ClientSecretPost:
                form.Add(new("client_id", ClientId));
                form.Add(new("client_secret", _secret));
                break;
            case ClientAuthenticationMethod.PrivateKeyJwt:
                form.Add(new("client_id", ClientId));
                form.Add(new("client_assertion_type", AssertionType));
                form.Add(new("client_assertion", Assertion(_audience ?? issuer ?? request.RequestUri!.AbsoluteUri)));
                break;
            default:
                // RFC 8705 section 2: the id in the form, the proof in the connection.
                form.Add(new("client_id", ClientId));
                break;
        }
    }

    private string Assertion(string audience)
    {
        var now = _time.GetUtcNow();
        return _key!.Sign(
            header =>
            {
                header.WriteString("typ", _tokenType);
                if (_keyId is not null)
                {
                    header.WriteString("kid", _keyId);
                }
            },
            claims =>
            {
                claims.WriteString("iss", ClientId);
                claims.WriteString("sub", ClientId);
                claims.WriteString("aud", audience);
                claims.WriteString("jti", RandomNumberGenerator.GetHexString(32, lowercase: true));
                claims.WriteNumber("iat", now.ToUnixTimeSeconds());
                claims.WriteNumber("exp", (now + AssertionLifetime).ToUnixTimeSeconds());
            });
    }

    private static string FormEncode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
