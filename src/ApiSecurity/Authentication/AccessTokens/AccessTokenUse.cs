namespace ApiSecurity.Authentication;

/// <summary>An HTTP client that sends tokens, and the client whose tokens they are.</summary>
internal sealed record AccessTokenUse(string HttpClient, string Client);
