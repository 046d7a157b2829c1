using System.Security.Cryptography;
using ApiSecurity.Authentication;
using ApiSecurity.Benchmarks.Http;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>The authentication step with signed requests of one algorithm, beside the verification of a signature and nothing else.</summary>
internal sealed class SignatureCase
{
    private const string Host = "api.example";
    private const string KeyId = "partner-1";
    private const string Target = "/orders/42";

    /// <summary>Asked in turn, by a store that takes each for the first: what remembers them has rows of its own.</summary>
    private const int Requests = 512;

    private readonly KestrelLikeContext _context;
    private readonly IServiceProvider _services;
    private readonly RequestDelegate _pipeline;
    private readonly (string Input, string Signature)[] _signed;
    private readonly (string Input, string Signature) _hostile;
    private readonly SignatureKey _key;
    private readonly byte[] _text = RandomNumberGenerator.GetBytes(230);
    private readonly byte[] _signature;
    private int _next;

    public SignatureCase(string algorithm)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var isShared = algorithm == HttpSignatureAlgorithms.HmacSha256;
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var options = new HttpSigningOptions { KeyId = KeyId, Algorithm = algorithm, Key = isShared ? secret : pair.ExportPkcs8PrivateKeyPem() };
        _signed = [.. Enumerable.Range(0, Requests).Select(_ => Sign(options))];
        var components = string.Join(' ', Enumerable.Range(0, 60).Select(number => $"\"@query-param\";name=\"p{number}\""));
        _hostile = ($"sig1=({components} \"@method\" \"@target-uri\");created={TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()};keyid=\"{KeyId}\"", _signed[0].Signature);
        _key = SignatureKey.Read(algorithm, isShared ? secret : pair.ExportSubjectPublicKeyInfoPem(), forSigning: false);
        _signature = SignatureKey.Read(algorithm, options.Key, forSigning: true).Sign(_text);

        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IReplayStore, Forgetful>();
        BenchmarkServer.ConfigureOurs(builder);
        builder.Services.AddApiSecurity().AddHttpSignatures(signatures =>
        {
            signatures.MaxAge = TimeSpan.FromDays(1);
            signatures.Keys[KeyId] = new HttpSignatureKeyOptions { Algorithm = algorithm, Key = isShared ? secret : pair.ExportSubjectPublicKeyInfoPem(), Subject = "partner" };
        });
        _services = builder.Build().Services;
        _context = new KestrelLikeContext(_services);
        _context.RequestHeaders.Host = Host;
        _pipeline = Pipelines.Build(_services, static app => app.UseApiSecurityAuthentication().Run(Expect));
    }

    public void Accepted(int count)
    {
        for (var index = 0; index < count; index++)
        {
            _next = (_next + 1) % Requests;
            Send(_signed[_next]);
        }
    }

    /// <summary>Anybody can send this: sixty parameters of a query of 8 kB, and a signature that is not right.</summary>
    public void Hostile(int count)
    {
        _context.Target = Target + "?long" + string.Concat(Enumerable.Range(0, 60).Select(number => $"&p{number}=1")) + "&filler=" + new string('a', 7_500);
        for (var index = 0; index < count; index++)
        {
            Send(_hostile);
        }

        _context.Target = Target;
    }

    public void Peer(int count)
    {
        for (var index = 0; index < count; index++)
        {
            if (!_key.Verify(_text, _signature))
            {
                throw new InvalidOperationException("The signature was refused.");
            }
        }
    }

    private static Task Expect(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true } || context.Request.Headers[HttpSignatureDefaults.InputHeader].ToString().Contains("query-param", StringComparison.Ordinal)
            ? Task.CompletedTask
            : throw new InvalidOperationException("The signature was refused.");

    private void Send((string Input, string Signature) signed)
    {
        using var scope = _services.CreateScope();
        _context.Services = scope.ServiceProvider;
        _context.RequestHeaders[HttpSignatureDefaults.InputHeader] = signed.Input;
        _context.RequestHeaders[HttpSignatureDefaults.SignatureHeader] = signed.Signature;
        _context.Send(_pipeline);
    }

    private static (string Input, string Signature) Sign(HttpSigningOptions options)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{Host}{Target}");
        new RequestSigner(options, TimeProvider.System).SignAsync(request, CancellationToken.None).GetAwaiter().GetResult();
        return (request.Headers.GetValues(HttpSignatureDefaults.InputHeader).Single(), request.Headers.GetValues(HttpSignatureDefaults.SignatureHeader).Single());
    }

    private sealed class Forgetful : IReplayStore
    {
        public ValueTask<bool> TryUseAsync(string purpose, ReadOnlyMemory<byte> id, DateTimeOffset expires, CancellationToken cancellationToken) => ValueTask.FromResult(true);
    }
}
