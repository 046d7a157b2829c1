using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>Checks what all clients of authorization servers have.</summary>
internal static class OAuthClientRule
{
    public static void Check(OAuthClientOptions options, ConfigurationErrors errors, bool isDevelopment)
    {
        CheckAddress(nameof(options.Authority), options.Authority, errors, isDevelopment, isIssuer: true);
        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            errors.Add(nameof(options.ClientId), "is not set", "Write the id by which the authorization server knows this application.");
        }

        switch (options.ClientAuthentication)
        {
            case ClientAuthenticationMethod.ClientSecretBasic or ClientAuthenticationMethod.ClientSecretPost when string.IsNullOrEmpty(options.ClientSecret):
                errors.Add(nameof(options.ClientSecret), "is not set", "Put the secret into the environment or a secret store; or set ClientAuthentication to PrivateKeyJwt or TlsClientAuth.");
                break;
            case ClientAuthenticationMethod.PrivateKeyJwt:
                if (string.IsNullOrWhiteSpace(options.AssertionTokenType))
                {
                    errors.Add(nameof(options.AssertionTokenType), "is empty", "Leave it out, or write JWT for a server that takes no other.");
                }

                Try(options.PrivateKey is null ? nameof(options.PrivateKeyFile) : nameof(options.PrivateKey), () => ClientKeys.SigningKey(options).Dispose(), errors,
                    "Give an RSA key of 2048 bits or more, or one of P-256, P-384 or P-521, as PEM; and leave SigningAlgorithm out if in doubt.");
                break;
            case ClientAuthenticationMethod.TlsClientAuth:
                Try(nameof(options.CertificateFile), () => ClientKeys.Certificate(options).Dispose(), errors, "Give the paths of two PEM files: CertificateFile and PrivateKeyFile.");
                break;
            default:
                break;
        }
    }

    public static void CheckAddress(string key, string? text, ConfigurationErrors errors, bool isDevelopment, bool isIssuer = false)
    {
        if (text is not null
            && !(Uri.TryCreate(text, UriKind.Absolute, out var address) && ServerAddress.IsAllowed(address, isDevelopment) && !(isIssuer && address.Query.Length > 0)))
        {
            errors.Add(key, "is not an https URL", "Write https://…; in Development also http://localhost….");
        }
    }

    private static void Try(string key, Action load, ConfigurationErrors errors, string fix)
    {
        try
        {
            load();
        }
        catch (ArgumentException exception)
        {
            errors.Add(key, exception.Message, fix);
        }
    }
}
