namespace ApiSecurity.Authentication;

/// <summary>Where a request has its key, if it has one and only one.</summary>
internal readonly record struct ApiKeyReading
{
    /// <summary>The key.</summary>
    public string? Text { get; private init; }

    /// <summary>The header that it stands in.</summary>
    public CredentialKind? Kind { get; private init; }

    /// <summary>The header's whole value.</summary>
    public string? HeaderValue { get; private init; }

    public ApiKeyRefusal? Refusal { get; private init; }

    public bool IsNone => Text is null && Refusal is null;

    public static ApiKeyReading In(CredentialKind kind, string headerValue, string text) => new() { Kind = kind, HeaderValue = headerValue, Text = text };

    public static ApiKeyReading InQuery(string text) => new() { Text = text };

    public static ApiKeyReading Refused(ApiKeyRefusal refusal) => new() { Refusal = refusal };
}
