using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>The facts of a token in an authorization server's answer about it.</summary>
internal static class TokenFactsReader
{
    /// <exception cref="RemoteServerException">A member has another type than it must have.</exception>
    public static TokenFacts Read(JsonElement answer)
    {
        var facts = new TokenFacts
        {
            Issuer = AnswerMembers.Text(answer, "iss"),
            Subject = AnswerMembers.Text(answer, "sub"),
            Client = AnswerMembers.Text(answer, "client_id") ?? AnswerMembers.Text(answer, "azp"),
            Session = AnswerMembers.Text(answer, "sid"),
            Id = AnswerMembers.Text(answer, "jti"),
            IssuedAt = AnswerMembers.Time(answer, "iat"),
            Expires = AnswerMembers.Time(answer, "exp"),
        };
        // Answers have it as tokens do (RFC 8705 section 3.2, RFC 9449 section 6.2).
        return answer.TryGetProperty("cnf", out var confirmation) && confirmation.ValueKind != JsonValueKind.Null ? JwtFacts.WithConfirmation(facts, confirmation) : facts;
    }
}
