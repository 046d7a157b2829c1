using System.Globalization;
using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>Asks an authorization server for tokens (RFC 6749 sections 4.4 and 6).</summary>
internal sealed class TokenEndpoint
{
    private const int MaximumBytes = 64 * 1024;
    private const int MaximumTokenLength = 32 * 1024;
    private const int MaximumErrorLength = 40;

    private static readonly TimeSpan AssumedLifetime = TimeSpan.FromMinutes(5);

    private readonly AccessTokenClientOptions _options;
    private readonly RemoteServer _remote;
    private readonly TimeProvider _time;
    private readonly Uri? _address;
    private readonly AuthorizationServerSource? _source;

    public TokenEndpoint(string name, AccessTokenClientOptions options, IHttpClientFactory clients, TimeProvider time, bool isDevelopment)
    {
        _options = options;
        _time = time;
        _remote = new(clients, AccessTokenDefaults.HttpClientPrefix + name, time);
        Client = new(options, time);
        Prover = options.UseDPoP ? new(time) : null;
        _address = options.TokenEndpoint is null ? null : new(options.TokenEndpoint);
        _source = options.Authority is null ? null : new(options.Authority, _remote, time, options.Timeout, isDevelopment, Client.UsesTls);
    }

    public ClientAuthentication Client { get; }

    public DPoPProver? Prover { get; }

    /// <exception cref="RemoteServerException">There is no token that can be used.</exception>
    public Task<AccessToken> ClientCredentialsAsync()
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (_options.Scope is { } scope)
        {
            form.Add(new("scope", scope));
        }

        if (_options.Audience is { } audience)
        {
            form.Add(new("audience", audience));
        }

        form.AddRange(_options.Resources.Select(resource => KeyValuePair.Create("resource", resource)));
        return RequestAsync(form);
    }

    /// <summary>Scope and resource stay those that the refresh token was given for.</summary>
    /// <exception cref="RemoteServerException">There is no token that can be used.</exception>
    public Task<AccessToken> RefreshAsync(string refreshToken) => RequestAsync([new("grant_type", "refresh_token"), new("refresh_token", refreshToken)]);

    private async Task<AccessToken> RequestAsync(List<KeyValuePair<string, string>> grant)
    {
        var metadata = _address is null ? await _source!.MetadataAsync(CancellationToken.None).ConfigureAwait(false) : null;
        var address = _address ?? metadata!.Endpoint("token_endpoint");
        var issuer = metadata?.Issuer ?? _options.Authority;
        var answer = await SendAsync(address, grant, issuer).ConfigureAwait(false);
        if (Prover is not null && answer.DPoPNonce is not null && answer.Status is 400 or 401 && ErrorOf(answer) == "use_dpop_nonce")
        {
            answer = await SendAsync(address, grant, issuer).ConfigureAwait(false);
        }

        if (answer.Status == 200)
        {
            return Read(answer.ReadObject());
        }

        var error = ErrorOf(answer);
        throw new RemoteServerException(error is null ? $"it answered {answer.Status}" : $"it answered {answer.Status} {error}")
        {
            // What is refused with 400 or 401 is this request or this client; the server is well.
            IsFault = answer.Status is not (400 or 401),
            IsClientRefused = answer.Status is 401 || error is "invalid_client" or "unauthorized_client",
        };
    }

    private async Task<RemoteAnswer> SendAsync(Uri address, List<KeyValuePair<string, string>> grant, string? issuer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Accept.ParseAdd("application/json");
        var form = new List<KeyValuePair<string, string>>(grant);
        Client.Apply(request, form, issuer);
        request.Content = new FormUrlEncodedContent(form);
        if (Prover is not null)
        {
            request.Headers.Add("DPoP", Prover.Proof("POST", address, token: null));
        }

        var answer = await _remote.SendAsync(request, MaximumBytes, _options.Timeout, CancellationToken.None).ConfigureAwait(false);
        Prover?.Learn(address, answer.DPoPNonce);
        return answer;
    }

    private AccessToken Read(JsonElement answer)
    {
        var type = AnswerMembers.Text(answer, "token_type");
        // RFC 9449 section 5: a token of the other type would be one that is not bound, or whose proof nobody makes.
        var expected = Prover is null ? "Bearer" : "DPoP";
        if (!string.Equals(type, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new RemoteServerException($"the token that it gave is not of the type {expected}");
        }

        if (AnswerMembers.Text(answer, "access_token") is not { Length: > 0 and <= MaximumTokenLength } token || !OpaqueToken.HasForm(token))
        {
            throw new RemoteServerException("it gave no token that can be sent");
        }

        return new AccessToken(token, expected, _time.GetUtcNow() + Lifetime(answer))
        {
            Scope = AnswerMembers.Text(answer, "scope"),
            RefreshToken = AnswerMembers.Text(answer, "refresh_token"),
        };
    }

    /// <summary>Some servers write the number as a text.</summary>
    private static TimeSpan Lifetime(JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return AssumedLifetime;
        }

        var seconds = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String when int.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => 0,
        };
        return seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : throw new RemoteServerException("it does not tell for how long the token is valid");
    }

    /// <summary>RFC 6749 section 5.2. Only what looks like one of its codes gets into a message.</summary>
    private static string? ErrorOf(RemoteAnswer answer)
    {
        try
        {
            return AnswerMembers.Text(answer.ReadObject(), "error") is { Length: > 0 and <= MaximumErrorLength } error && error.All(letter => letter is (>= 'a' and <= 'z') or '_') ? error : null;
        }
        catch (RemoteServerException)
        {
            return null;
        }
    }
}
