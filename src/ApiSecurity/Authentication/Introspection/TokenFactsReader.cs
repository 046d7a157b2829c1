using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>The facts of a token in an authorization server's answer about it.</summary>
internal static class TokenFactsReader
{
    /// <exception cref="RemoteServerException">A member has another type than it must have.</exception>
    public static TokenFacts Read(JsonElement answer)
    {
        var (key, certificate, isUnknown) = Confirmation(answer);
        return new()
        {
            Issuer = AnswerMembers.Text(answer, "iss"),
            Subject = AnswerMembers.Text(answer, "sub"),
            Client = AnswerMembers.Text(answer, "client_id"),
            Session = AnswerMembers.Text(answer, "sid"),
            Id = AnswerMembers.Text(answer, "jti"),
            IssuedAt = AnswerMembers.Time(answer, "iat"),
            Expires = AnswerMembers.Time(answer, "exp"),
            JwkThumbprint = key,
            CertificateThumbprint = certificate,
            HasUnknownConfirmation = isUnknown,
        };
    }

    /// <summary>RFC 7662 answers have <c>cnf</c> as tokens do (RFC 8705 section 3.2, RFC 9449 section 6.2).</summary>
    private static (string? Key, string? Certificate, bool IsUnknown) Confirmation(JsonElement answer)
    {
        if (!answer.TryGetProperty("cnf", out var confirmation) || confirmation.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        if (confirmation.ValueKind != JsonValueKind.Object)
        {
            return (null, null, true);
        }

        var key = AnswerMembers.Text(confirmation, "jkt");
        var certificate = AnswerMembers.Text(confirmation, "x5t#S256");
        return (key, certificate, (key is null && certificate is null) || confirmation.EnumerateObject().Any(member => member.Name is not ("jkt" or "x5t#S256")));
    }
}
