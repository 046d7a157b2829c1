using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>One authorization server, and how to ask it about a token (RFC 7662 section 2.1).</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class IntrospectionServer
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly JsonElement Inactive = JsonDocument.Parse("""{"active":false}""").RootElement;

    private readonly ILogger _logger;
    private readonly RemoteServer _remote;
    private readonly TimeProvider _time;
    private readonly ClientAuthentication _client;
    private readonly AuthorizationServerSource? _source;
    private readonly SignedAnswer? _signed;
    private readonly Uri? _endpoint;
    private readonly AnswerPolicy _policy;
    private readonly CircuitBreaker _breaker;
    private readonly SemaphoreSlim _gate;
    private readonly TimeSpan _timeout;
    private readonly int _maximumBytes;

    public IntrospectionServer(
        string name, IntrospectionServerOptions server, IntrospectionOptions options, IHttpClientFactory clients, TimeProvider time, bool isDevelopment, ILogger logger)
    {
        Name = name;
        TokenPrefix = server.TokenPrefix ?? string.Empty;
        _logger = logger;
        _time = time;
        _remote = new(clients, IntrospectionDefaults.HttpClientPrefix + name, time);
        _client = new(server, time);
        _endpoint = server.Endpoint is null ? null : new(server.Endpoint);
        _source = server.Authority is null ? null : new(server.Authority, _remote, time, options.Timeout, isDevelopment, _client.UsesTls);
        _policy = new(server, options);
        _signed = server.RequireSignedResponse ? new(_source!, server.ClientId!, options.Timeout + options.CacheLifetime, options.ClockSkew) : null;
        _breaker = new(time, IntrospectionDefaults.FailuresToBreak, options.BreakDuration);
        _gate = new(options.MaxConcurrency);
        _timeout = options.Timeout;
        _maximumBytes = options.MaxResponseBytes;
    }

    public string Name { get; }

    public string TokenPrefix { get; }

    public System.Security.Cryptography.X509Certificates.X509Certificate2? Certificate => _client.Certificate;

    /// <summary>Asks, unless there is no use or no room. Whatever the server does or does not: an outcome, never an exception.</summary>
    public async Task<IntrospectionOutcome> AskAsync(string token)
    {
        // Those who wait would wait for a server that is too slow already.
        if (!_gate.Wait(TimeSpan.Zero))
        {
            return IntrospectionOutcome.Unavailable(Soon);
        }

        try
        {
            return _breaker.TryEnter(out var wait) ? await TryAskAsync(token).ConfigureAwait(false) : IntrospectionOutcome.Unavailable(wait);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IntrospectionOutcome> TryAskAsync(string token)
    {
        try
        {
            using var deadline = new CancellationTokenSource(_timeout * 3, _time);
            var (answer, made) = await SendAsync(token, deadline.Token).ConfigureAwait(false);
            var outcome = AnswerReader.Read(answer, _policy, _time.GetUtcNow(), made);
            _breaker.Succeeded();
            return outcome;
        }
        catch (RemoteServerException exception)
        {
            IntrospectionLog.NoAnswer(_logger, Name, exception.Message);
            if (exception.IsFault)
            {
                _breaker.Failed();
            }
            else
            {
                _breaker.Succeeded();
            }
        }
#pragma warning disable CA1031 // Whatever else it is, the token was not checked; and those who wait for the answer get one.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            IntrospectionLog.Failed(_logger, Name, exception.GetType().Name);
            _breaker.Failed();
        }

        return IntrospectionOutcome.Unavailable(Soon);
    }

    private async Task<(JsonElement Answer, DateTimeOffset? Made)> SendAsync(string token, CancellationToken cancellationToken)
    {
        var metadata = _endpoint is null ? await MetadataAsync(cancellationToken).ConfigureAwait(false) : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint ?? metadata!.Endpoint("introspection_endpoint"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(_signed is null ? "application/json" : IntrospectionDefaults.SignedMediaType));
        var form = new List<KeyValuePair<string, string>> { new("token", token), new("token_type_hint", "access_token") };
        _client.Apply(request, form, metadata?.Issuer ?? _policy.Authority);
        request.Content = new FormUrlEncodedContent(form);
        var answer = await _remote.SendAsync(request, _maximumBytes, _timeout, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 400 && _signed is null && IsOfAnotherType(answer))
        {
            return (Inactive, null);
        }

        if (answer.Status != 200)
        {
            // 400 is about what was sent, which whoever invents tokens has a hand in: it must not make the server look ill.
            throw new RemoteServerException($"it answered {answer.Status}") { IsFault = answer.Status != 400 };
        }

        return _signed is null ? (answer.ReadObject(), null) : await _signed.VerifyAsync(answer, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What some servers answer to an ID token, say (the code is that of RFC 7009 section 2.2.1): no error, but a no.</summary>
    private static bool IsOfAnotherType(RemoteAnswer answer)
    {
        try
        {
            return AnswerMembers.Text(answer.ReadObject(), "error") == "unsupported_token_type";
        }
        catch (RemoteServerException)
        {
            return false;
        }
    }

    private async Task<ServerMetadata> MetadataAsync(CancellationToken cancellationToken) =>
        _source is null ? throw new RemoteServerException("there is no address to ask") : await _source.MetadataAsync(cancellationToken).ConfigureAwait(false);
}
