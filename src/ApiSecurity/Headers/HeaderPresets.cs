using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Headers;

/// <summary>What each preset sends. Why the values are not in all places OWASP's: docs/headers.md, and the test that compares the two.</summary>
internal static class HeaderPresets
{
    public const string PermissionsPolicy = "Permissions-Policy";
    public const string ReferrerPolicy = "Referrer-Policy";
    public const string OpenerPolicy = "Cross-Origin-Opener-Policy";
    public const string EmbedderPolicy = "Cross-Origin-Embedder-Policy";
    public const string ResourcePolicy = "Cross-Origin-Resource-Policy";
    public const string ReportingEndpoints = "Reporting-Endpoints";
    public const string XPermittedCrossDomainPolicies = "X-Permitted-Cross-Domain-Policies";
    public const string XDnsPrefetchControl = "X-DNS-Prefetch-Control";

    /// <summary>What tells which software answers; Kestrel, IIS, ASP.NET of old, and what a gateway passes on.</summary>
    public static readonly string[] Removed = [HeaderNames.Server, HeaderNames.XPoweredBy, "X-AspNet-Version", "X-AspNetMvc-Version", "X-SourceFiles"];

    private const string NoPermission =
        "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(), cross-origin-isolated=(), display-capture=(), "
        + "encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), keyboard-map=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), "
        + "serial=(), sync-xhr=(), unload=(), usb=(), xr-spatial-tracking=()";

    // What is not listed is open to the page itself and closed to frames of other origins: fullscreen, clipboard-write and the like.
    private const string NoDevices =
        "accelerometer=(), camera=(), clipboard-read=(), cross-origin-isolated=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
        + "idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), sync-xhr=(), unload=(), usb=(), xr-spatial-tracking=()";

    private static readonly KeyValuePair<string, string>[] Api =
    [
        new(HeaderNames.XContentTypeOptions, "nosniff"),
        new(HeaderNames.ContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
        new(HeaderNames.XFrameOptions, "DENY"),
        new(ReferrerPolicy, "no-referrer"),
        new(PermissionsPolicy, NoPermission),
        new(OpenerPolicy, "same-origin"),
        new(EmbedderPolicy, "require-corp"),
        new(ResourcePolicy, "same-origin"),
        new(XPermittedCrossDomainPolicies, "none"),
        new(HeaderNames.CacheControl, "no-store"),
    ];

    private static readonly KeyValuePair<string, string>[] Browser =
    [
        new(HeaderNames.XContentTypeOptions, "nosniff"),
        new(
            HeaderNames.ContentSecurityPolicy,
            "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"),
        new(HeaderNames.XFrameOptions, "DENY"),
        new(ReferrerPolicy, "same-origin"),
        new(PermissionsPolicy, NoDevices),
        new(OpenerPolicy, "same-origin"),
        new(ResourcePolicy, "same-origin"),
        new(XPermittedCrossDomainPolicies, "none"),
        new(XDnsPrefetchControl, "off"),
        new(HeaderNames.CacheControl, "no-store"),
    ];

    // Both UIs write styles into the page while they run. A sign-in window (OAuth 2.0) tells its result through window.opener, which any
    // other opener policy than unsafe-none cuts.
    private static readonly KeyValuePair<string, string>[] OpenApiUi =
    [
        new(HeaderNames.XContentTypeOptions, "nosniff"),
        new(
            HeaderNames.ContentSecurityPolicy,
            "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
        new(HeaderNames.XFrameOptions, "DENY"),
        new(ReferrerPolicy, "same-origin"),
        new(PermissionsPolicy, NoDevices),
        new(OpenerPolicy, "unsafe-none"),
        new(ResourcePolicy, "same-origin"),
        new(XPermittedCrossDomainPolicies, "none"),
        new(XDnsPrefetchControl, "off"),
        new(HeaderNames.CacheControl, "no-store"),
    ];

    public static readonly FrozenSet<string> Names = Enum.GetNames<SecurityHeadersPreset>().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<KeyValuePair<string, string>> Of(SecurityHeadersPreset preset) => preset switch
    {
        SecurityHeadersPreset.Browser => Browser,
        SecurityHeadersPreset.OpenApiUi => OpenApiUi,
        SecurityHeadersPreset.None => [],
        _ => Api,
    };

    public static string ValueOf(SecurityHeadersPreset preset, string header) =>
        Of(preset).FirstOrDefault(pair => string.Equals(pair.Key, header, StringComparison.OrdinalIgnoreCase)).Value ?? string.Empty;
}
