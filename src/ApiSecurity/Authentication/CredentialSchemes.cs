using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>The schemes that the application has chosen of the library's, in the order in which they are asked.</summary>
internal sealed class CredentialSchemes(IEnumerable<CredentialScheme> schemes)
{
    /// <summary>The scheme that sends each request to the one whose credential it carries.</summary>
    public const string SelectorName = "ApiSecurity";

    public IReadOnlyList<CredentialScheme> All { get; } = [.. schemes.OrderBy(scheme => scheme.Order)];

    /// <returns>The scheme for the request's credential, or <see langword="null"/> if it carries none that is known.</returns>
    public CredentialScheme? For(HttpRequest request)
    {
        foreach (var scheme in All)
        {
            if (scheme.HasCredential(request))
            {
                return scheme;
            }
        }

        return null;
    }
}
