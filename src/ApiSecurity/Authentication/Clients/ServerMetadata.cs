using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>What an authorization server says of itself (RFC 8414 section 2).</summary>
internal sealed class ServerMetadata
{
    private readonly JsonElement _json;
    private readonly bool _isDevelopment;
    private readonly bool _usesTls;

    /// <exception cref="RemoteServerException">They are not those of the issuer.</exception>
    public ServerMetadata(JsonElement json, string issuer, bool isDevelopment, bool usesTls)
    {
        _json = json;
        _isDevelopment = isDevelopment;
        _usesTls = usesTls;
        Issuer = Text(json, "issuer") is { } named && ServerAddress.IsSameIssuer(named, issuer) ? named : throw new RemoteServerException("its metadata are those of another issuer");
    }

    public string Issuer { get; }

    /// <exception cref="RemoteServerException">There is none, or none that secrets may be sent to.</exception>
    public Uri Endpoint(string name)
    {
        // RFC 8705 section 5: clients with certificates may have addresses of their own.
        var text = (_usesTls && _json.TryGetProperty("mtls_endpoint_aliases", out var aliases) && aliases.ValueKind == JsonValueKind.Object ? Text(aliases, name) : null)
            ?? Text(_json, name)
            ?? throw new RemoteServerException($"its metadata have no {name}");
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && ServerAddress.IsAllowed(address, _isDevelopment)
            ? address
            : throw new RemoteServerException($"its {name} is no https URL");
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
