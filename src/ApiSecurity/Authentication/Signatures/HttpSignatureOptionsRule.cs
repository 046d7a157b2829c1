using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class HttpSignatureOptionsRule : IOptionsRule<HttpSignatureOptions>
{
    public void Check(HttpSignatureOptions options, ConfigurationErrors errors)
    {
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(options.Mode), "is Report, but a signature proves who calls or it does not", "Remove the key. What happens to anonymous callers is for ApiSecurity:Authorization:Mode.");
        }

        if (options.Tag is not null && !HttpSigningOptionsRule.IsText(options.Tag))
        {
            errors.Add(nameof(options.Tag), "is no tag", $"Write it in up to {SignatureInput.MaxTextLength} ASCII characters as the signers do, or remove the key.");
        }

        CheckAlgorithms(options, errors);
        CheckComponents(options, errors);
        foreach (var (id, key) in options.Keys)
        {
            CheckKey(options, id, key, errors);
        }
    }

    private static void CheckAlgorithms(HttpSignatureOptions options, ConfigurationErrors errors)
    {
        for (var index = 0; index < options.ValidAlgorithms.Count; index++)
        {
            if (!HttpSignatureAlgorithms.All.Contains(options.ValidAlgorithms[index], StringComparer.Ordinal))
            {
                errors.Add($"{nameof(options.ValidAlgorithms)}:{index}", "is no algorithm that is known", $"Write one of {string.Join(", ", HttpSignatureAlgorithms.All)}.");
            }
        }
    }

    private static void CheckComponents(HttpSignatureOptions options, ConfigurationErrors errors)
    {
        for (var index = 0; index < options.RequiredComponents.Count; index++)
        {
            if (!IsComponent(options.RequiredComponents[index]))
            {
                errors.Add(
                    $"{nameof(options.RequiredComponents)}:{index}",
                    "is no component that every signature can cover",
                    $"Write one of {string.Join(", ", RequiredComponents.Derived.Order(StringComparer.Ordinal))}, or the name of a header field in lower case.");
            }
        }
    }

    internal static bool IsComponent(string name) =>
        RequiredComponents.Derived.Contains(name) || HttpToken.IsLowerCase(name);

    private static void CheckKey(HttpSignatureOptions options, string id, HttpSignatureKeyOptions key, ConfigurationErrors errors)
    {
        var below = errors.Below($"{nameof(options.Keys)}:{id}");
        var accepted = HttpSignatureAlgorithms.Of(options);
        if (HttpSignatureAlgorithms.All.Contains(key.Algorithm, StringComparer.Ordinal) && !accepted.Contains(key.Algorithm, StringComparer.Ordinal))
        {
            below.Add(nameof(key.Algorithm), "is not accepted, so the key could not be used", $"List it in {ApiSecurityOptions.SectionName}:{HttpSignatureDefaults.SectionKey}:{nameof(options.ValidAlgorithms)}, or give out a key for a better one.");
        }

        if (!HttpSigningOptionsRule.IsText(id))
        {
            below.Add(string.Empty, "has a name that no signature can have as its keyid", $"Write it in up to {SignatureInput.MaxTextLength} ASCII characters.");
        }

        try
        {
            _ = SignatureKey.Read(key.Algorithm, key.Key, forSigning: false);
        }
        catch (ArgumentException exception)
        {
            below.Add(
                exception.ParamName == "algorithm" ? nameof(key.Algorithm) : nameof(key.Key),
                "can't be used",
                exception.Message.Split(" (Parameter", StringSplitOptions.None)[0]);
        }
    }
}
