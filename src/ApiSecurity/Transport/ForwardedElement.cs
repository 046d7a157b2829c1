namespace ApiSecurity.Transport;

/// <summary>What one proxy says about who asked it, for what host and over which scheme.</summary>
internal readonly record struct ForwardedElement(string? For, string? Proto, string? Host);
