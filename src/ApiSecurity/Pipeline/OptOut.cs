using System.Collections.Frozen;
using System.Globalization;

namespace ApiSecurity.Pipeline;

/// <summary>Every way out of a check tells why.</summary>
internal static class OptOut
{
    private static readonly FrozenSet<string> NoReasons =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "true", "false", "yes", "no", "on", "off", "null", "none", "enabled", "disabled");

    /// <exception cref="ArgumentException">There is no reason.</exception>
    public static string Because(string? reason) => string.IsNullOrWhiteSpace(reason)
        ? throw new ArgumentException("Say why: the reason is listed at start.", nameof(reason))
        : reason;

    /// <summary>In configuration everything is a text: <c>"DisabledReason": false</c> was meant to leave the feature on, and is the reason "False".</summary>
    /// <param name="reason">The reason; <see langword="null"/> where nothing is switched off.</param>
    /// <param name="errors">The errors of the options that have it.</param>
    /// <param name="whenEmpty">What to write in place of an empty one.</param>
    public static void CheckReason(string? reason, ConfigurationErrors errors, string whenEmpty)
    {
        if (reason is null)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            errors.Add(nameof(FeatureOptions.DisabledReason), "is empty", whenEmpty);
        }
        else if (!IsReason(reason))
        {
            errors.Add(nameof(FeatureOptions.DisabledReason), "is no reason, and any text switches the feature off", "Write the reason as text, or remove the key to leave it on.");
        }
    }

    /// <summary>Whether a text could be a reason: <c>true</c> and <c>1</c> are none.</summary>
    public static bool IsReason(string? reason) =>
        !string.IsNullOrWhiteSpace(reason) && !NoReasons.Contains(reason.Trim()) && !double.TryParse(reason, CultureInfo.InvariantCulture, out _);
}
