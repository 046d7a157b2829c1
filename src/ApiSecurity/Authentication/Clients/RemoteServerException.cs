namespace ApiSecurity.Authentication;

/// <summary>Another server gave no answer that can be used. The message is a clause about that server, for operators; it holds nothing of what was sent or received.</summary>
internal sealed class RemoteServerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the server's state is the likely cause. What the one request asked for is not.</summary>
    public bool IsFault { get; init; } = true;

    /// <summary>Whether the server knows this application no more, so that it need not be asked for anything (RFC 6749 section 5.2).</summary>
    public bool IsClientRefused { get; init; }
}
