using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ApiSecurity.Authentication;

/// <summary>What ends the validity of tokens that were verified with some options: other options, other keys, a revocation.</summary>
internal sealed class JwtSource(string scheme, IOptionsMonitor<JwtBearerOptions> current, TokenRevocations revocations) : ICredentialSource
{
    private JwtBearerOptions? _options;
    private IssuerMetadata? _metadata;
    private bool _canRemember;

    public TokenRevocations Revocations { get; } = revocations;

    public bool Accepts(VerifiedCredential credential, HttpContext context) =>
        ReferenceEquals(current.Get(scheme), _options) && credential.Generation == Generation && Revocations.Accepts(credential);

    /// <summary>The state of the keys. Read before a token is verified: if they change meanwhile, it is verified again.</summary>
    public long Generation => _metadata?.Generation ?? 0;

    /// <summary>
    /// Whether a token may be remembered at all: not where something of the application's own wants to see each request, or knows of reasons to refuse
    /// a token that nobody here can know of.
    /// </summary>
    public bool CanRemember(JwtBearerOptions options)
    {
        if (!ReferenceEquals(_options, options))
        {
            _canRemember = options.Events is JwtEvents { SeesEachRequest: false } && IsOurs(options);
            _metadata = options.ConfigurationManager as IssuerMetadata;
            _options = options;
        }

        return _canRemember;
    }

    /// <summary>Changes whenever keys were read, also if some were only added: what was refused before may be right now.</summary>
    public long KeysRead => _metadata?.ReadAt?.UtcTicks ?? 0;

    /// <summary>When a token must be checked again at the latest: when it ends, or its keys do.</summary>
    public DateTimeOffset? EndOf(DateTimeOffset? expires) =>
        _metadata?.UsableUntil is { } end && !(expires < end) ? end : expires;

    /// <summary>Whether the application wants to hear of each token that is refused.</summary>
    public bool TellsOfFailures => _options?.Events is not JwtEvents { HearsOfFailures: false };

    private static bool IsOursOrNone(Delegate? check) => check is null || JwtBearerSetup.IsOwn(check);

    private static bool IsOurs(JwtBearerOptions options)
    {
        var parameters = options.TokenValidationParameters;
        return parameters is
        {
            SignatureValidator: null, SignatureValidatorUsingConfiguration: null, IssuerSigningKeyResolver: null, TransformBeforeSignatureValidation: null,
            TokenReplayValidator: null, TokenReplayCache: null, ValidateTokenReplay: false, TokenReader: null,
            IssuerValidator: null, IssuerValidatorUsingConfiguration: null, AudienceValidator: null,
            IssuerSigningKeyValidator: null, IssuerSigningKeyValidatorUsingConfiguration: null,
        }
            && IsOursOrNone(parameters.AlgorithmValidator) && IsOursOrNone(parameters.TypeValidator) && JwtBearerSetup.IsOwn(parameters.LifetimeValidator) && JwtBearerSetup.IsOwn(parameters.IssuerSigningKeyResolverUsingConfiguration)
            && options.TokenHandlers is [JsonWebTokenHandler handler] && handler.GetType() == typeof(JsonWebTokenHandler)
            && options.ConfigurationManager is null or StaticConfigurationManager<OpenIdConnectConfiguration> or IssuerMetadata;
    }
}
