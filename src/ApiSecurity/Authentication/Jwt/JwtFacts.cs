using System.Globalization;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ApiSecurity.Authentication;

/// <summary>Reads the facts from a token that was verified.</summary>
internal static class JwtFacts
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static TokenFacts Of(JsonWebToken token)
    {
        var facts = new TokenFacts
        {
            Issuer = NotEmpty(token.Issuer),
            Subject = NotEmpty(token.Subject),
            Client = Text(token, "client_id") ?? Text(token, "azp"),
            Session = Text(token, "sid"),
            Id = NotEmpty(token.Id),
            IssuedAt = Time(token.IssuedAt),
            Expires = Time(token.ValidTo),
        };
        return token.TryGetPayloadValue<JsonElement>("cnf", out var confirmation) ? WithConfirmation(facts, confirmation)
            // What is there but no object can't be read as one.
            : token.TryGetPayloadValue<object>("cnf", out _) ? facts with { HasUnknownConfirmation = true }
            : facts;
    }

    /// <param name="facts">The facts so far.</param>
    /// <param name="confirmation">The confirmation as a claim has it: JSON.</param>
    public static TokenFacts WithConfirmation(TokenFacts facts, string confirmation)
    {
        try
        {
            using var document = JsonDocument.Parse(confirmation, Strict);
            return WithConfirmation(facts, document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return facts with { HasUnknownConfirmation = true };
        }
    }

    public static TokenFacts WithConfirmation(TokenFacts facts, JsonElement confirmation)
    {
        if (confirmation.ValueKind != JsonValueKind.Object)
        {
            return facts with { HasUnknownConfirmation = true };
        }

        var known = facts;
        foreach (var member in confirmation.EnumerateObject())
        {
            var text = member.Value.ValueKind == JsonValueKind.String ? NotEmpty(member.Value.GetString()) : null;
            known = member.Name switch
            {
                "jkt" when text is not null && known.JwkThumbprint is null => known with { JwkThumbprint = text },
                "x5t#S256" when text is not null && known.CertificateThumbprint is null => known with { CertificateThumbprint = text },
                _ => known with { HasUnknownConfirmation = true },
            };
        }

        return known.IsSenderConstrained ? known : known with { HasUnknownConfirmation = true };
    }

    private static DateTimeOffset? Time(DateTime time) => time == DateTime.MinValue ? null : new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static string? Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<object>(claim, out var value) && value is not null ? NotEmpty(Convert.ToString(value, CultureInfo.InvariantCulture)) : null;

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
