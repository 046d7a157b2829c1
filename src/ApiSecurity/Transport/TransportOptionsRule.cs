using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

/// <summary>Checks the options: a limit that can't hold anything, a method that no client can send.</summary>
internal sealed class TransportOptionsRule : IOptionsRule<TransportOptions>
{
    public void Check(TransportOptions options, ConfigurationErrors errors)
    {
        Between(errors, nameof(options.HttpsPort), options.HttpsPort, 1, 65535);
        if (options.RedirectToHttps && !options.RequireHttps)
        {
            errors.Add(nameof(options.RedirectToHttps), "has no effect while RequireHttps is false", "Remove it, or set RequireHttps to true.");
        }

        CheckMethods(options, errors);
        CheckLimits(options.Limits, errors.Below(nameof(options.Limits)));
    }

    private static void CheckMethods(TransportOptions options, ConfigurationErrors errors)
    {
        for (var index = 0; index < options.AllowedMethods.Count; index++)
        {
            var method = options.AllowedMethods[index];
            if (string.IsNullOrEmpty(method) || !method.All(character => char.IsAsciiLetterUpper(character) || character == '-'))
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.AllowedMethods)}:{index}"), "is not a method", "Write it in upper case, as clients send it: GET.");
            }
            else if (method is "TRACE" or "TRACK")
            {
                errors.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{nameof(options.AllowedMethods)}:{index}"),
                    $"is {method}, which sends a request's own headers back to a page's scripts",
                    "Remove it.");
            }
        }
    }

    private static void CheckLimits(TransportLimits limits, ConfigurationErrors errors)
    {
        Between(errors, nameof(limits.MaxPathBytes), limits.MaxPathBytes, 1, 65536);
        Between(errors, nameof(limits.MaxQueryBytes), limits.MaxQueryBytes, 1, 65536);
        Between(errors, nameof(limits.MaxQueryParameters), limits.MaxQueryParameters, 1, 65536);
    }

    private static void Between(ConfigurationErrors errors, string key, long value, long minimum, long maximum)
    {
        if (value < minimum || value > maximum)
        {
            errors.Add(
                key,
                string.Create(CultureInfo.InvariantCulture, $"is {value}"),
                string.Create(CultureInfo.InvariantCulture, $"Write a number from {minimum} to {maximum}."));
        }
    }
}
