using System.Collections.Frozen;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Headers;

/// <summary>Checks the values of one policy: what a browser would ignore, or a client could not read, stops the start.</summary>
internal static class SecurityHeaderValuesRule
{
    private static readonly string[] ReferrerPolicies =
    [
        "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin", "origin-when-cross-origin",
        "strict-origin-when-cross-origin", "unsafe-url",
    ];

    /// <summary>Headers that have a key of their own, by name.</summary>
    private static readonly FrozenDictionary<string, string> OwnKeys = new Dictionary<string, string>
    {
        ["Content-Security-Policy"] = nameof(SecurityHeaderValues.ContentSecurityPolicy),
        ["Content-Security-Policy-Report-Only"] = nameof(SecurityHeaderValues.ContentSecurityPolicyReportOnly),
        ["Permissions-Policy"] = nameof(SecurityHeaderValues.PermissionsPolicy),
        ["X-Content-Type-Options"] = nameof(SecurityHeaderValues.XContentTypeOptions),
        ["X-Frame-Options"] = nameof(SecurityHeaderValues.XFrameOptions),
        ["Referrer-Policy"] = nameof(SecurityHeaderValues.ReferrerPolicy),
        ["Cross-Origin-Opener-Policy"] = nameof(SecurityHeaderValues.CrossOriginOpenerPolicy),
        ["Cross-Origin-Embedder-Policy"] = nameof(SecurityHeaderValues.CrossOriginEmbedderPolicy),
        ["Cross-Origin-Resource-Policy"] = nameof(SecurityHeaderValues.CrossOriginResourcePolicy),
        ["Cache-Control"] = nameof(SecurityHeaderValues.CacheControl),
        ["Strict-Transport-Security"] = nameof(HeadersOptions.Hsts),
        ["Reporting-Endpoints"] = nameof(HeadersOptions.ReportingEndpoints),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers of the connection, of the body and of single answers: the server and the application write them.</summary>
    private static readonly FrozenSet<string> NotHere = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Content-Type", "Content-Encoding", "Date", "ETag", "Keep-Alive", "Last-Modified", "Location", "Set-Cookie",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Vary", "WWW-Authenticate", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials");

    public static void Check(SecurityHeaderValues values, IDictionary<string, string> reporting, ConfigurationErrors errors)
    {
        if (values.Preset is { } preset && !Enum.IsDefined(preset))
        {
            errors.Add(nameof(values.Preset), "is no preset", $"Write one of {string.Join(", ", Enum.GetNames<SecurityHeadersPreset>())}.");
        }

        if (values is HeadersPolicyOptions && values.Mode is { } mode && !Enum.IsDefined(mode))
        {
            errors.Add(nameof(values.Mode), "is no mode", "Write Enforce or Report.");
        }

        if (values is HeadersPolicyOptions)
        {
            OptOut.CheckReason(values.DisabledReason, errors, "Say why the policy sends no headers, or remove the key.");
        }

        CheckText(nameof(values.ContentSecurityPolicy), values.ContentSecurityPolicy, errors, text => CspRule.Check(text, reporting, reportOnly: false, errors.Below(nameof(values.ContentSecurityPolicy))));
        CheckText(nameof(values.ContentSecurityPolicyReportOnly), values.ContentSecurityPolicyReportOnly, errors, text => CspRule.Check(text, reporting, reportOnly: true, errors.Below(nameof(values.ContentSecurityPolicyReportOnly))));
        CheckText(nameof(values.PermissionsPolicy), values.PermissionsPolicy, errors, text => PermissionsPolicyRule.Check(text, errors.Below(nameof(values.PermissionsPolicy))));
        CheckText(nameof(values.CacheControl), values.CacheControl, errors, _ => { });
        CheckOneOf(nameof(values.XContentTypeOptions), values.XContentTypeOptions, errors, "nosniff");
        CheckOneOf(nameof(values.XFrameOptions), values.XFrameOptions, errors, "DENY", "SAMEORIGIN");
        CheckOneOf(nameof(values.CrossOriginOpenerPolicy), values.CrossOriginOpenerPolicy, errors, "same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none");
        CheckOneOf(nameof(values.CrossOriginEmbedderPolicy), values.CrossOriginEmbedderPolicy, errors, "require-corp", "credentialless", "unsafe-none");
        CheckOneOf(nameof(values.CrossOriginResourcePolicy), values.CrossOriginResourcePolicy, errors, "same-origin", "same-site", "cross-origin");

        // A list: a browser takes the last one that it knows.
        foreach (var policy in values.ReferrerPolicy?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            CheckOneOf(nameof(values.ReferrerPolicy), policy, errors, ReferrerPolicies);
        }

        CheckCustom(values.Custom, errors.Below(nameof(values.Custom)));
    }

    private static void CheckText(string key, string? value, ConfigurationErrors errors, Action<string> check)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (!HeaderText.IsValue(value))
        {
            errors.Add(key, "has a line break or another character that can't be in a header", "Write it in one line of US-ASCII characters.");
        }
        else if (value.Length > HeaderText.MaximumLength)
        {
            errors.Add(key, $"is longer than {HeaderText.MaximumLength} characters, which proxies don't pass on", "Shorten it.");
        }
        else
        {
            check(value);
        }
    }

    private static void CheckOneOf(string key, string? value, ConfigurationErrors errors, params string[] known) => CheckText(key, value, errors, text =>
    {
        // COOP and COEP take a parameter: same-origin; report-to="name".
        var parameter = text.IndexOf(';');
        var word = (parameter < 0 || !key.StartsWith("CrossOrigin", StringComparison.Ordinal) ? text : text[..parameter]).Trim();
        if (!known.Contains(word, StringComparer.Ordinal))
        {
            errors.Add(key, "has a value that browsers don't know", $"Write one of {string.Join(", ", known)}, or \"\" to send no such header.");
        }
    });

    private static void CheckCustom(IDictionary<string, string> custom, ConfigurationErrors errors)
    {
        foreach (var (name, value) in custom)
        {
            if (!HttpToken.IsValid(name))
            {
                errors.Add(HeaderText.Printable(name), "is not a header's name", "Use letters, digits and '-'.");
            }
            else if (OwnKeys.TryGetValue(name, out var key))
            {
                errors.Add(name, "has a key of its own", $"Set {key} instead.");
            }
            else if (NotHere.Contains(name))
            {
                errors.Add(name, "is a header that the server or the application writes for each answer", "Remove it here.");
            }
            else
            {
                CheckText(name, value, errors, _ => { });
            }
        }
    }
}
