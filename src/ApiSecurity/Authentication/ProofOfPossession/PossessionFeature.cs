using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>For whom the sender of a request has proved that the token is theirs; a feature of the request.</summary>
/// <param name="Subject">Whom the token is for, so that the proof does not count for somebody that another credential names.</param>
/// <param name="Client">The program that it was issued to.</param>
internal sealed record PossessionFeature(string? Subject, string? Client)
{
    public static PossessionFeature Of(ClaimsPrincipal principal) => new(SingleClaim.Subject(principal), SingleClaim.Client(principal));

    /// <summary>Whether the proof is that of a principal. Two that name nobody are not the same.</summary>
    public bool IsOf(ClaimsPrincipal principal) => (Subject ?? Client) is not null && this == Of(principal);
}
