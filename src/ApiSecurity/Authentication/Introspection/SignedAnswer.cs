using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Authentication;

/// <summary>Checks the signature of an answer (RFC 9701 section 5), and takes what was signed from it.</summary>
internal sealed class SignedAnswer(AuthorizationServerSource source, string clientId, TimeSpan maximumAge, TimeSpan skew)
{
    private const string Type = "token-introspection+jwt";

    private static readonly JsonWebTokenHandler Handler = new();

    /// <returns>The answer inside, and when it was made.</returns>
    /// <exception cref="RemoteServerException">It is not one of this server, for this client, of now.</exception>
    public async Task<(JsonElement Answer, DateTimeOffset Made)> VerifyAsync(RemoteAnswer answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!string.Equals(answer.MediaType, IntrospectionDefaults.SignedMediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw new RemoteServerException("its answer is not signed");
        }

        var text = Encoding.ASCII.GetString(answer.Body.Span);
        // The form first: duplicates, algorithms without a key pair and extensions are none for a library to puzzle over.
        if (JwtShape.Check(text, text.Length, JwtDefaults.Algorithms, allowDeveloperAlgorithm: false) is not null)
        {
            throw new RemoteServerException("its answer is no signed JWT that can be used");
        }

        var metadata = await source.MetadataAsync(cancellationToken).ConfigureAwait(false);
        var token = new JsonWebToken(text);
        var keys = await source.KeysAsync(token.Kid ?? string.Empty, token.Alg, cancellationToken).ConfigureAwait(false);
        var result = await Handler.ValidateTokenAsync(text, Parameters(metadata.Issuer, keys)).ConfigureAwait(false);
        if (!result.IsValid)
        {
            throw new RemoteServerException("the signature, issuer, audience or type of its signed answer is not right");
        }

        return Unwrap(((JsonWebToken)result.SecurityToken).EncodedPayload, now);
    }

    private TokenValidationParameters Parameters(string issuer, IReadOnlyList<SecurityKey> keys) => new()
    {
        ValidTypes = [Type, $"application/{Type}"],
        ValidAlgorithms = JwtDefaults.Algorithms,
        ValidIssuer = issuer,
        ValidAudience = clientId,
        IssuerSigningKeys = keys,
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, _, _) => keys,
#pragma warning disable APISEC004 // Its own time is iat, and is checked; "exp" would be a mistake (RFC 9701 section 5).
        RequireExpirationTime = false,
        ValidateLifetime = false,
#pragma warning restore APISEC004
    };

    private (JsonElement Answer, DateTimeOffset Made) Unwrap(string payload, DateTimeOffset now)
    {
        var claims = RemoteAnswer.ReadObject(Base64UrlEncoder.DecodeBytes(payload));
        if (AnswerMembers.Time(claims, "iat") is not { } made || made > now + skew || made < now - skew - maximumAge)
        {
            throw new RemoteServerException("its signed answer is not of now");
        }

        return claims.TryGetProperty("token_introspection", out var inner) && inner.ValueKind == JsonValueKind.Object
            ? (inner, made > now ? now : made)
            : throw new RemoteServerException("its signed answer has no token_introspection");
    }
}
