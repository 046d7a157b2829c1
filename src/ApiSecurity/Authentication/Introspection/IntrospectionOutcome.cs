using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;

namespace ApiSecurity.Authentication;

/// <summary>What came of asking about a token: whom it belongs to, or why it was not accepted.</summary>
internal sealed class IntrospectionOutcome
{
    private IntrospectionOutcome(DateTimeOffset until) => Until = until;

    /// <summary>The token's owner, if it was accepted.</summary>
    public AuthenticationTicket? Ticket { get; private init; }

    public TokenFacts? Facts { get; private init; }

    /// <summary>Why it was not accepted, if it was not.</summary>
    public RejectedCredential? Rejected { get; private init; }

    /// <summary>How long to wait before it is worth asking again, where nobody could tell.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The moment from which this is not used any more.</summary>
    public DateTimeOffset Until { get; }

    public static IntrospectionOutcome Accepted(AuthenticationTicket ticket, TokenFacts facts, DateTimeOffset until) => new(until) { Ticket = ticket, Facts = facts };

    public static IntrospectionOutcome Refused(RejectedCredential reason, DateTimeOffset until = default) => new(until) { Rejected = reason };

    /// <summary>Nobody could tell, so it is not accepted, and not remembered.</summary>
    public static IntrospectionOutcome Unavailable(TimeSpan retryAfter) => new(default) { Rejected = IntrospectionProblems.Unavailable, RetryAfter = retryAfter };
}
