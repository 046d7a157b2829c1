using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class ProofOfPossessionOptionsRule : IOptionsRule<ProofOfPossessionOptions>
{
    private const int LeastSecretLength = 32;

    public void Check(ProofOfPossessionOptions options, ConfigurationErrors errors)
    {
        if (!Enum.IsDefined(options.DPoP))
        {
            errors.Add(nameof(options.DPoP), "is not known", $"Write one of {string.Join(", ", Enum.GetNames<DPoPMode>())}.");
        }

        for (var index = 0; index < options.ValidAlgorithms.Count; index++)
        {
            if (!JwtDefaults.KnownAlgorithms.Contains(options.ValidAlgorithms[index] ?? string.Empty))
            {
                errors.Add($"{nameof(options.ValidAlgorithms)}:{index}", "is not an algorithm that can be accepted", $"Write one of {string.Join(", ", JwtDefaults.Algorithms)}.");
            }
        }

        if (options.NonceSecret is { Length: < LeastSecretLength })
        {
            errors.Add(nameof(options.NonceSecret), "is too short", $"Write at least {LeastSecretLength} random characters, or remove the key.");
        }
    }
}
