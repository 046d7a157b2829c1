using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>Checks what a client signs with, at start.</summary>
internal sealed class HttpSigningOptionsRule : IValidateOptions<HttpSigningOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpSigningOptions options)
    {
        var errors = Check(options).Select(error => $"AddHttpSignatures() of the client \"{name}\": {error}").ToArray();
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    public static IEnumerable<string> Check(HttpSigningOptions options)
    {
        if (!IsText(options.KeyId))
        {
            yield return "KeyId is empty, or has characters that are not ASCII. Write the name under which the other side knows the key.";
        }

        if (options.Tag is not null && !IsText(options.Tag))
        {
            yield return "Tag is empty, or has characters that are not ASCII. Write the tag that the other side expects, or null.";
        }

        if (options.Lifetime is { } lifetime && lifetime < TimeSpan.FromSeconds(1))
        {
            yield return "Lifetime is shorter than a second. Write a longer one, or null.";
        }

        if (options.DigestAlgorithm is null || !ContentDigest.IsKnown(options.DigestAlgorithm))
        {
            yield return "DigestAlgorithm is not known. Write sha-256 or sha-512.";
        }

        foreach (var component in options.Components)
        {
            if (component is null || !HttpSignatureOptionsRule.IsComponent(component))
            {
                yield return "Components has one that is none. Write @method, @target-uri, @authority, @scheme, @request-target, @path, @query, or the name of a header field in lower case.";
            }
        }

        if (KeyError(options) is { } error)
        {
            yield return error;
        }
    }

    private static string? KeyError(HttpSigningOptions options)
    {
        try
        {
            _ = SignatureKey.Read(options.Algorithm ?? string.Empty, options.Key ?? string.Empty, forSigning: true);
            return null;
        }
        catch (ArgumentException exception)
        {
            return $"{(exception.ParamName == "algorithm" ? "Algorithm" : "Key")} can't be used. {exception.Message.Split(" (Parameter", StringSplitOptions.None)[0]}";
        }
    }

    /// <summary>Whether a text can stand in a signature's parameters: what is not printable ASCII is no string of a structured field.</summary>
    internal static bool IsText(string? text) => text is { Length: > 0 and <= SignatureInput.MaxTextLength } && text.All(character => character is >= ' ' and <= '~');
}
