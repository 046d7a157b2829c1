using System.Globalization;
using System.Net;
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

        Between(errors, nameof(options.ForwardLimit), options.ForwardLimit, 1, 16);
        CheckMethods(options, errors);
        CheckProxies(options, errors);
        CheckHosts(options, errors);
        CheckDecompression(options.Decompression, errors.Below(nameof(options.Decompression)));
        CheckLimits(options.Limits, errors.Below(nameof(options.Limits)));
    }

    private static void CheckMethods(TransportOptions options, ConfigurationErrors errors)
    {
        for (var index = 0; index < options.AllowedMethods.Count; index++)
        {
            var method = options.AllowedMethods[index];
            if (string.IsNullOrEmpty(method) || !method.All(character => char.IsAsciiLetterUpper(character) || character == '-'))
            {
                errors.Add(Item(nameof(options.AllowedMethods), index), "is not a method", "Write it in upper case, as clients send it: GET.");
            }
            else if (method is "TRACE" or "TRACK")
            {
                errors.Add(
                    Item(nameof(options.AllowedMethods), index),
                    $"is {method}, which sends a request's own headers back to a page's scripts",
                    "Remove it.");
            }
        }
    }

    private static void CheckProxies(TransportOptions options, ConfigurationErrors errors)
    {
        for (var index = 0; index < options.TrustedProxies.Count; index++)
        {
            var entry = options.TrustedProxies[index];
            var key = Item(nameof(options.TrustedProxies), index);
            if (IPNetwork.TryParse(entry, out var network))
            {
                if (network.PrefixLength == 0)
                {
                    errors.Add(key, "trusts everybody, so every client could choose its address", "Write the proxies' own addresses or network.");
                }
            }
            else if (entry != ProxyTrust.UnixEntry && !IPAddress.TryParse(entry, out _))
            {
                errors.Add(key, "is no address and no network", "Write an address (10.0.0.4), a network (10.0.0.0/24), or unix.");
            }
        }
    }

    private static void CheckHosts(TransportOptions options, ConfigurationErrors errors)
    {
        for (var index = 0; index < options.AllowedHosts.Count; index++)
        {
            var entry = options.AllowedHosts[index];
            if (entry == "*")
            {
                errors.Add(Item(nameof(options.AllowedHosts), index), "allows every host", "Write the hosts that clients use, or leave the list empty.");
            }
            else if (!IsHost(entry))
            {
                errors.Add(Item(nameof(options.AllowedHosts), index), "is not a host", "Write it without scheme, port and path: api.example.com, or *.example.com.");
            }
        }
    }

    private static bool IsHost(string entry)
    {
        var name = entry.StartsWith("*.", StringComparison.Ordinal) ? entry[2..] : entry;
        try
        {
            name = HostList.Ascii(name);
        }
        catch (ArgumentException)
        {
            return false;
        }

        return HostSyntax.TryParse(name, out var host) && host.Length == name.Length;
    }

    private static void CheckDecompression(DecompressionOptions options, ConfigurationErrors errors)
    {
        Between(errors, nameof(options.MaxRatio), options.MaxRatio, 1, 1_000_000);
        Between(errors, nameof(options.MaxBytes), options.MaxBytes ?? 0, 0, long.MaxValue);
        for (var index = 0; index < options.Encodings.Count; index++)
        {
            if (!BodyDecoder.Known.Contains(options.Encodings[index], StringComparer.OrdinalIgnoreCase))
            {
                errors.Add(Item(nameof(options.Encodings), index), "is not an encoding that can be decoded", $"Write one of {string.Join(", ", BodyDecoder.Known)}.");
            }
        }
    }

    private static string Item(string key, int index) => string.Create(CultureInfo.InvariantCulture, $"{key}:{index}");

    private static void CheckLimits(TransportLimits limits, ConfigurationErrors errors)
    {
        Between(errors, nameof(limits.MaxPathBytes), limits.MaxPathBytes, 1, 65536);
        Between(errors, nameof(limits.MaxQueryBytes), limits.MaxQueryBytes, 1, 65536);
        Between(errors, nameof(limits.MaxQueryParameters), limits.MaxQueryParameters, 1, 65536);
        Between(errors, nameof(limits.MaxHeaderCount), limits.MaxHeaderCount, 8, 1024);
        Between(errors, nameof(limits.MaxHeaderBytes), limits.MaxHeaderBytes, 1024, 1024 * 1024);
        Between(errors, nameof(limits.MaxBodyBytes), limits.MaxBodyBytes ?? 0, 0, long.MaxValue);
        Between(errors, nameof(limits.MinBodyBytesPerSecond), limits.MinBodyBytesPerSecond, 1, 1024 * 1024);
        if (limits.RequestTimeout < TimeSpan.Zero || limits.RequestTimeout > TimeSpan.FromDays(1))
        {
            errors.Add(nameof(limits.RequestTimeout), $"is {limits.RequestTimeout}", "Write a time up to 1.00:00:00, or 00:00:00 for none.");
        }

        if (limits.HeadersTimeout < TimeSpan.FromSeconds(1) || limits.HeadersTimeout > TimeSpan.FromMinutes(5))
        {
            errors.Add(nameof(limits.HeadersTimeout), $"is {limits.HeadersTimeout}", "Write a time from 00:00:01 to 00:05:00.");
        }
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
