using System.Text.Json;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Decides by what an authorization server has said of a token (RFC 7662 section 2.2).</summary>
/// <remarks>
/// What says no is taken as it is. What says yes must be right in every member: where one has another type than the RFC's, the server's answer as a
/// whole is not believed.
/// </remarks>
internal static class AnswerReader
{
    private static readonly string[] AccessTokenTypes = ["Bearer", "DPoP", "access_token", "urn:ietf:params:oauth:token-type:access_token", "at+jwt"];

    /// <param name="answer">The answer, one JSON object without duplicates.</param>
    /// <param name="policy">What it must say.</param>
    /// <param name="now">The time.</param>
    /// <param name="asked">When the answer was made, if it says so.</param>
    /// <exception cref="RemoteServerException">The answer is none that can be believed.</exception>
    public static IntrospectionOutcome Read(JsonElement answer, AnswerPolicy policy, DateTimeOffset now, DateTimeOffset? asked = null)
    {
        var isActive = answer.TryGetProperty("active", out var active) ? active.ValueKind : JsonValueKind.Undefined;
        if (isActive is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw new RemoteServerException("its answer does not say whether the token is active");
        }

        var inactiveUntil = now + policy.InactiveCacheLifetime;
        if (isActive == JsonValueKind.False)
        {
            return IntrospectionOutcome.Refused(IntrospectionProblems.Inactive, inactiveUntil);
        }

        var facts = TokenFactsReader.Read(answer);
        if (Check(answer, facts, policy, now) is { } refused)
        {
            // A token whose time is about to come is not kept away for longer than that.
            var until = refused == IntrospectionProblems.NotYetValid ? now : inactiveUntil;
            return IntrospectionOutcome.Refused(refused, until);
        }

        var end = (asked ?? now) + policy.CacheLifetime;
        end = facts.Expires is { } expires && expires < end ? expires : end;
        return IntrospectionOutcome.Accepted(AnswerClaims.Ticket(answer, policy), facts, end);
    }

    private static RejectedCredential? Check(JsonElement answer, TokenFacts facts, AnswerPolicy policy, DateTimeOffset now)
    {
        if (!policy.IsIssuer(facts.Issuer))
        {
            return IntrospectionProblems.Issuer;
        }

        return !IsForUs(answer, policy) ? IntrospectionProblems.Audience
            : !IsAccessToken(answer) ? IntrospectionProblems.Type
            : CheckTimes(answer, facts, policy.ClockSkew, now);
    }

    private static RejectedCredential? CheckTimes(JsonElement answer, TokenFacts facts, TimeSpan skew, DateTimeOffset now)
    {
        if (facts.Expires is { } expires && expires <= now - skew)
        {
            return IntrospectionProblems.Expired;
        }

        var notBefore = AnswerMembers.Time(answer, "nbf");
        return notBefore > now + skew || facts.IssuedAt > now + skew ? IntrospectionProblems.NotYetValid : null;
    }

    private static bool IsForUs(JsonElement answer, AnswerPolicy policy)
    {
        var audiences = AnswerMembers.Texts(answer, "aud");
        return audiences is null ? !policy.RequireAudience : policy.Audience is null || audiences.Contains(policy.Audience, StringComparer.Ordinal);
    }

    /// <summary>A refresh token or an ID token is active too; some servers tell, each in its way.</summary>
    private static bool IsAccessToken(JsonElement answer) =>
        (AnswerMembers.Text(answer, "token_type") is not { } type || AccessTokenTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        && (AnswerMembers.Text(answer, "token_usage") is not { } usage || usage == "access_token")
        && !(answer.TryGetProperty("typ", out var kind) && kind.ValueKind == JsonValueKind.String && kind.GetString() is { } text
            && (text.Equals("Refresh", StringComparison.OrdinalIgnoreCase) || text.Equals("Offline", StringComparison.OrdinalIgnoreCase) || text.Equals("ID", StringComparison.OrdinalIgnoreCase)));
}
