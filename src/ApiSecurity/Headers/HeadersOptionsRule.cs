using ApiSecurity.Pipeline;

namespace ApiSecurity.Headers;

/// <summary>Checks the section <c>ApiSecurity:Headers</c>.</summary>
internal sealed class HeadersOptionsRule : IOptionsRule<HeadersOptions>
{
    // hstspreload.org: a year.
    private static readonly TimeSpan PreloadMaxAge = TimeSpan.FromDays(365);

    // A browser needs these to read the answer at all.
    private static readonly HashSet<string> Needed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection", "Date", "Location", "Set-Cookie", "WWW-Authenticate", "Allow",
    };

    public void Check(HeadersOptions options, ConfigurationErrors errors)
    {
        SecurityHeaderValuesRule.Check(options, options.ReportingEndpoints, errors);
        CheckHsts(options.Hsts, errors.Below(nameof(HeadersOptions.Hsts)));
        CheckReportingEndpoints(options.ReportingEndpoints, errors.Below(nameof(HeadersOptions.ReportingEndpoints)));
        CheckRemove(options, errors.Below(nameof(HeadersOptions.RemovedHeaders)));
        CheckPolicies(options, errors.Below(nameof(HeadersOptions.Policies)));
        CheckPaths(options, errors.Below(nameof(HeadersOptions.Paths)));
    }

    public static bool IsKnownPolicy(HeadersOptions options, string name) => options.Policies.ContainsKey(name) || HeaderPresets.Names.Contains(name);

    public static string KnownPolicies(HeadersOptions options) => string.Join(", ", options.Policies.Keys.Order(StringComparer.Ordinal).Concat(HeaderPresets.Names.Order(StringComparer.Ordinal)));

    private static void CheckHsts(ApiHstsOptions hsts, ConfigurationErrors errors)
    {
        if (hsts.MaxAge < TimeSpan.Zero)
        {
            errors.Add(nameof(hsts.MaxAge), "is negative", "Write a time as \"730.00:00:00\", or \"0\" to make browsers forget.");
        }

        OptOut.CheckReason(hsts.DisabledReason, errors, "Say why the header is not sent, or remove the key.");

        if (hsts is { DisabledReason: null, Preload: true } && (!hsts.IncludeSubDomains || hsts.MaxAge < PreloadMaxAge))
        {
            errors.Add(
                nameof(hsts.Preload),
                "needs IncludeSubDomains and a MaxAge of at least a year: no browser's list takes the host otherwise",
                "Set both, or remove Preload.");
        }
    }

    private static void CheckReportingEndpoints(IDictionary<string, string> endpoints, ConfigurationErrors errors)
    {
        foreach (var (name, url) in endpoints)
        {
            if (!IsStructuredKey(name))
            {
                errors.Add(HeaderText.Printable(name), "is not a name that a browser takes", "Use lower-case letters, digits, '-', '_', '.' and '*', and begin with a letter or '*'.");
            }

            if (!IsReportTarget(url))
            {
                errors.Add(HeaderText.Printable(name), "is not a place that a browser sends reports to", "Write an absolute https URL, or a path of this host that begins with '/'.");
            }
        }
    }

    private static void CheckRemove(HeadersOptions options, ConfigurationErrors errors)
    {
        for (var index = 0; index < options.RemovedHeaders?.Count; index++)
        {
            var name = options.RemovedHeaders[index];
            if (!HttpToken.IsValid(name))
            {
                errors.Add($"{index}", "is not a header's name", "Write the name alone: X-Powered-By.");
            }
            else if (Needed.Contains(name))
            {
                errors.Add($"{index}", $"would take {name} from every answer, which clients need", "Remove the entry.");
            }
            else if (HeaderResolver.Resolve(options, null).ContainsKey(name))
            {
                errors.Add($"{index}", $"is {name}, which the default policy sends", "Take it out of one of the two; an empty value stops a policy from sending a header.");
            }
        }
    }

    private static void CheckPolicies(HeadersOptions options, ConfigurationErrors errors)
    {
        foreach (var (name, policy) in options.Policies)
        {
            if (HeaderPresets.Names.Contains(name))
            {
                errors.Add(HeaderText.Printable(name), "has the name of a preset", "Give the policy a name of its own.");
            }

            SecurityHeaderValuesRule.Check(policy, options.ReportingEndpoints, errors.Below(HeaderText.Printable(name)));
        }
    }

    private static void CheckPaths(HeadersOptions options, ConfigurationErrors errors)
    {
        foreach (var (path, policy) in options.Paths)
        {
            if (!path.StartsWith('/') || path.AsSpan().ContainsAny("?#*{"))
            {
                errors.Add(HeaderText.Printable(path), "is not a path", "Write how the paths begin, without a pattern: /swagger.");
            }

            if (!IsKnownPolicy(options, policy))
            {
                errors.Add(HeaderText.Printable(path), "names a policy that does not exist", $"Known policies: {KnownPolicies(options)}.");
            }
        }
    }

    /// <summary>RFC 9651 section 3.1.2.</summary>
    private static bool IsStructuredKey(string name) =>
        name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] == '*')
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' or '.' or '*');

    private static bool IsReportTarget(string url) =>
        HeaderText.IsValue(url) && !url.AsSpan().ContainsAny("\"\\ ")
        && ((url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal)) || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps));
}
