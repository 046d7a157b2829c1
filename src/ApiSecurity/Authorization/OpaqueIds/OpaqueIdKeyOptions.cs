namespace ApiSecurity.Authorization;

/// <summary>One key of opaque ids.</summary>
public sealed class OpaqueIdKeyOptions
{
    /// <summary>Gets or sets the key's name, for messages and for telling keys apart; it is no secret.</summary>
    public string Id { get; set; } = "";

    /// <summary>Gets or sets the file with the key: at least 32 random bytes, as base64 (<c>openssl rand -base64 32</c>).</summary>
    public string KeyFile { get; set; } = "";
}
