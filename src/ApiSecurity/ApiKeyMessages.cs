using System.ComponentModel.DataAnnotations;
using ApiSecurity.Authentication;

namespace ApiSecurity;

/// <summary>What a client sends to have a key made.</summary>
internal sealed record CreateApiKeyRequest
{
    [Required]
    [MaxLength(ApiKeyRules.MaximumName)]
    public string Name { get; init; } = string.Empty;

    [MaxLength(ApiKeyRules.MaximumText)]
    public string? Owner { get; init; }

    [MaxLength(ApiKeyRules.MaximumGrants)]
    public string[]? Scopes { get; init; }

    [MaxLength(ApiKeyRules.MaximumGrants)]
    public string[]? Permissions { get; init; }

    [MaxLength(ApiKeyRules.MaximumText)]
    public string? Tenant { get; init; }

    [MaxLength(ApiKeyRules.MaximumName)]
    public string? Plan { get; init; }

    [MaxLength(ApiKeyRules.MaximumNetworks)]
    public string[]? AllowedNetworks { get; init; }

    public DateTimeOffset? Expires { get; init; }
}

/// <summary>What a client may send with a rotation.</summary>
internal sealed record RotateApiKeyRequest
{
    /// <summary>For how many seconds the secret before is accepted.</summary>
    [Range(0, ApiKeyRules.MaximumOverlapSeconds)]
    public int? OverlapSeconds { get; init; }
}

/// <summary>What a client may send with a revocation.</summary>
internal sealed record RevokeApiKeyRequest
{
    [MaxLength(ApiKeyRules.MaximumText)]
    public string? Reason { get; init; }
}

/// <summary>A key with its text, in the one answer that has it.</summary>
internal sealed record IssuedApiKeyResponse(ApiKey Key, string Secret)
{
    /// <summary>Without the secret, which a record would tell.</summary>
    public override string ToString() => Key.Id;
}

/// <summary>A page of keys, and where the next one starts.</summary>
internal sealed record ApiKeyListResponse(IReadOnlyList<ApiKey> Items, string? Next);
