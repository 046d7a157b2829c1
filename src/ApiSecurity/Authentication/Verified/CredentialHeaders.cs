using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Where requests carry credentials that may be known.</summary>
internal sealed class CredentialHeaders
{
    private volatile string? _apiKeyHeader;

    /// <summary>The header for API keys, where they are accepted.</summary>
    public string? ApiKeyHeader
    {
        get => _apiKeyHeader;
        set => _apiKeyHeader = value;
    }

    /// <summary>The one credential of a request; none if there are several of a kind, which is for the scheme's handler to refuse.</summary>
    public bool TryRead(HttpRequest request, out CredentialKind kind, [NotNullWhen(true)] out string? text)
    {
        kind = CredentialKind.Authorization;
        var values = request.Headers.Authorization;
        if (values.Count == 0 && _apiKeyHeader is { } name)
        {
            kind = CredentialKind.ApiKeyHeader;
            values = request.Headers[name];
        }

        text = values.Count == 1 ? values[0] : null;
        return text is not null;
    }
}
