using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;

namespace ApiSecurity.Authentication;

/// <summary>Makes claims of an answer's members, under their own names, as the scheme <c>Bearer</c> does of a token's.</summary>
internal static class AnswerClaims
{
    /// <exception cref="RemoteServerException">There are more than anybody needs.</exception>
    public static AuthenticationTicket Ticket(JsonElement answer, AnswerPolicy policy)
    {
        var claims = new List<Claim>();
        foreach (var member in answer.EnumerateObject())
        {
            if (member.Name == "active")
            {
                continue;
            }

            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in member.Value.EnumerateArray())
                {
                    Add(claims, member.Name, item);
                }
            }
            else
            {
                Add(claims, member.Name, member.Value);
            }
        }

        // As where tokens are read here: some servers write one "role" a role.
        var role = policy.RoleClaimType == "roles" && !claims.Exists(claim => claim.Type == "roles") && claims.Exists(claim => claim.Type == "role") ? "role" : policy.RoleClaimType;
        var identity = new ClaimsIdentity(claims, IntrospectionDefaults.AuthenticationScheme, policy.NameClaimType, role);
        return new(new ClaimsPrincipal(identity), IntrospectionDefaults.AuthenticationScheme);
    }

    private static void Add(List<Claim> claims, string type, JsonElement value)
    {
        if (claims.Count == IntrospectionDefaults.MaximumClaims)
        {
            throw new RemoteServerException("its answer has too many values");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                claims.Add(new(type, value.GetString()!));
                break;
            case JsonValueKind.Number:
                claims.Add(new(type, value.GetRawText(), value.TryGetInt64(out _) ? ClaimValueTypes.Integer64 : ClaimValueTypes.Double));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                claims.Add(new(type, value.ValueKind == JsonValueKind.True ? "true" : "false", ClaimValueTypes.Boolean));
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                claims.Add(new(type, value.GetRawText(), "JSON"));
                break;
            default:
                break;
        }
    }
}
