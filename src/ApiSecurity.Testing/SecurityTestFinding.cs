using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>An attack that worked.</summary>
public sealed class SecurityTestFinding
{
    internal SecurityTestFinding(SecurityTestRule rule, string endpoint, string place, string message, string sent, string received)
    {
        Rule = rule;
        Endpoint = endpoint;
        Place = place;
        Message = message;
        Sent = sent;
        Received = received;
    }

    /// <summary>Gets the stable id, one of <see cref="SecurityTestFindingIds"/>.</summary>
    public string Id => Rule.Id;

    /// <summary>Gets where it belongs in the OWASP API Security Top 10: <c>API1:2023</c>.</summary>
    public string Category => Rule.Category;

    /// <summary>Gets how much it matters.</summary>
    public PostureSeverity Severity => Rule.Severity;

    /// <summary>Gets what to do about it, in a sentence.</summary>
    public string Remedy => Rule.Remedy;

    /// <summary>Gets the endpoint, as the posture report calls it.</summary>
    public string Endpoint { get; }

    /// <summary>Gets what was found, in a sentence.</summary>
    public string Message { get; }

    /// <summary>Gets what was sent: method, path, who; never a token.</summary>
    public string Sent { get; }

    /// <summary>Gets what came back: status and the shape of the body; never its values.</summary>
    public string Received { get; }

    /// <summary>Gets why it is waived; <see langword="null"/> where it is not.</summary>
    public string? WaiverReason { get; internal set; }

    internal SecurityTestRule Rule { get; }

    /// <summary>What tells it apart from others of its kind at the endpoint.</summary>
    internal string Place { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint}: {Id} ({Severity}). {Message} Sent: {Sent}. Received: {Received}. {Remedy}";
}
