using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>What is told of keys beside refusals.</summary>
internal static class ApiKeyProblems
{
    public const string Feature = "authentication";

    public const string ObjectType = "ApiKey";

    /// <summary>The key is good, and now stands in logs and histories.</summary>
    public static Refusal UsedInQuery(ApiKey key) => new(Feature, SecurityEventNames.CredentialExposed, Problem: null)
    {
        Reason = ReasonCodes.KeyInQuery,
        Severity = SecurityEventSeverity.Medium,
        Subject = key.Owner,
        ObjectType = ObjectType,
        ObjectId = key.Id,
    };
}
