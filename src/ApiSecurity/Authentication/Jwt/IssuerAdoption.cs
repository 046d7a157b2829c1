using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>What is made of the claims of a further issuer's tokens, so that it speaks for none but its own callers.</summary>
internal sealed class IssuerAdoption(JwtIssuerOptions issuer, ClaimNames names)
{
    public string? SubjectPrefix => issuer.SubjectPrefix;

    /// <summary>Of a token that was just verified: before any handler of the application's takes its callers for those of another issuer.</summary>
    public void Begin(ClaimsPrincipal? principal) => Change(principal, static (prefix, subject) => prefix + subject);

    /// <summary>Once more, of what the application's handlers have made of it.</summary>
    public ClaimsPrincipal Hold(ClaimsPrincipal principal)
    {
        Change(principal, static (prefix, subject) => subject.StartsWith(prefix, StringComparison.Ordinal) ? subject : prefix + subject);
        return principal;
    }

    private void Change(ClaimsPrincipal? principal, Func<string, string, string> put)
    {
        if (principal?.Identity is not ClaimsIdentity identity)
        {
            return;
        }

        if (issuer.Tenant is { } tenant)
        {
            Replace(identity, names.Tenant, _ => tenant, isRequired: true);
        }

        if (issuer.SubjectPrefix is { } prefix)
        {
            foreach (var type in SingleClaim.SubjectTypes)
            {
                Replace(identity, type, subject => put(prefix, subject), isRequired: false);
            }
        }
    }

    private static void Replace(ClaimsIdentity identity, string type, Func<string, string> change, bool isRequired)
    {
        var old = identity.FindAll(claim => claim.Type.Equals(type, StringComparison.OrdinalIgnoreCase)).ToArray();
        foreach (var claim in old)
        {
            identity.RemoveClaim(claim);
        }

        var values = isRequired ? [change(string.Empty)] : old.Select(claim => change(claim.Value));
        identity.AddClaims(values.Select(value => new Claim(type, value, ClaimValueTypes.String, old.FirstOrDefault()?.Issuer)));
    }
}
