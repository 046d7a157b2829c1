using System.Collections.Frozen;

namespace ApiSecurity.Headers;

/// <summary>The directives of Content-Security-Policy level 3, and of the specifications that add to it.</summary>
internal static class CspDirectives
{
    public static readonly FrozenSet<string> WithSources = FrozenSet.Create(
        StringComparer.Ordinal,
        "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr", "img-src", "font-src",
        "connect-src", "media-src", "object-src", "frame-src", "child-src", "worker-src", "manifest-src", "fenced-frame-src", "base-uri",
        "form-action", "frame-ancestors");

    public static readonly FrozenSet<string> WithInlineCode = FrozenSet.Create(
        StringComparer.Ordinal,
        "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr");

    public static readonly FrozenSet<string> WithoutSources = FrozenSet.Create(
        StringComparer.Ordinal,
        "sandbox", "upgrade-insecure-requests", "require-trusted-types-for", "trusted-types", "webrtc", "report-to", "report-uri");

    /// <summary>What browsers ignore by now.</summary>
    public static readonly FrozenSet<string> Obsolete = FrozenSet.Create(
        StringComparer.Ordinal, "block-all-mixed-content", "plugin-types", "prefetch-src", "navigate-to", "referrer", "reflected-xss");

    public static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        StringComparer.Ordinal,
        "'none'", "'self'", "'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'", "'unsafe-hashes'", "'strict-dynamic'", "'report-sample'",
        "'inline-speculation-rules'");
}
