using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>Makes the library's scheme the default one where the application has chosen none; with several, the one that selects among them.</summary>
internal sealed class SelectorSetup(CredentialSchemes schemes) : IPostConfigureOptions<AuthenticationOptions>
{
    public void PostConfigure(string? name, AuthenticationOptions options)
    {
        if (schemes.All.Count > 1 && !options.SchemeMap.ContainsKey(CredentialSchemes.SelectorName))
        {
            options.AddScheme<SelectorHandler>(CredentialSchemes.SelectorName, displayName: null);
        }

        // An application with several schemes and no choice of its own gets this one; any choice stays.
        if (schemes.All.Count > 0 && options is { DefaultScheme: null, DefaultAuthenticateScheme: null, DefaultChallengeScheme: null, DefaultForbidScheme: null })
        {
            options.DefaultScheme = schemes.All.Count == 1 ? schemes.All[0].Name : CredentialSchemes.SelectorName;
        }
    }
}
