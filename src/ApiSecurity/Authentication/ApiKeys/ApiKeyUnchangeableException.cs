namespace ApiSecurity.Authentication;

/// <summary>The key is not one that can be changed, or no longer; for the endpoints, which tell it apart from a store that fails.</summary>
internal sealed class ApiKeyUnchangeableException(string message) : InvalidOperationException(message);
