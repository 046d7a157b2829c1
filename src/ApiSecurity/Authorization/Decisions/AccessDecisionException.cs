namespace ApiSecurity.Authorization;

/// <summary>A decision point did not answer as it should; the message says how, and holds nothing that came from it.</summary>
internal sealed class AccessDecisionException(string message) : Exception(message);
