using System.Security.Cryptography;
using ApiSecurity.Headers;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Tests.Headers;

public sealed class ContentSecurityPolicyBuilderTests
{
    [Fact]
    public void It_writes_directives_in_the_order_in_which_they_were_called() => Assert.Equal(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' https://cdn.example.com; img-src 'self' data: *.example.com; "
        + "connect-src wss: https://api.example:8443/v1/; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; sandbox allow-scripts allow-forms; "
        + "upgrade-insecure-requests; require-trusted-types-for 'script'; trusted-types app; report-to csp",
        new ContentSecurityPolicyBuilder()
            .DefaultSrc(CspSource.None)
            .ScriptSrc(CspSource.Self, CspSource.Nonce, CspSource.StrictDynamic)
            .StyleSrc(CspSource.Self, CspSource.Host("https://cdn.example.com"))
            .ImgSrc(CspSource.Self, CspSource.Data, CspSource.Host("*.example.com"))
            .ConnectSrc(CspSource.Scheme("wss:"), CspSource.Host("https://api.example:8443/v1/"))
            .BaseUri(CspSource.None)
            .FormAction(CspSource.Self)
            .FrameAncestors(CspSource.None)
            .Sandbox("allow-scripts", "allow-forms")
            .UpgradeInsecureRequests()
            .RequireTrustedTypes("app")
            .ReportTo("csp")
            .Build());

    [Fact]
    public void Sources_add_up_and_take_the_place_of_none() => Assert.Equal(
        "default-src 'self'; object-src 'none'",
        new ContentSecurityPolicyBuilder()
            .DefaultSrc(CspSource.None).DefaultSrc(CspSource.Self).DefaultSrc(CspSource.Self, CspSource.None)
            .ObjectSrc(CspSource.None).ObjectSrc(CspSource.None)
            .Build());

    [Fact]
    public void A_preset_can_be_added_to() => Assert.Equal(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self' https://id.example.com; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        new ContentSecurityPolicyBuilder(SecurityHeadersPreset.OpenApiUi).ConnectSrc(CspSource.Host("https://id.example.com")).Build());

    [Theory]
    [InlineData("alert(1)")]
    [InlineData("")]
    [InlineData("\n  grüße();\n")]
    public void The_hash_of_inline_code_is_what_a_browser_computes(string code)
    {
        var expected = $"'sha256-{Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code)))}'";

        Assert.Equal(expected, CspSource.HashOf(code).ToString());
        Assert.Equal(expected, CspSource.Hash(expected.Trim('\'')).ToString());
    }

    [Fact]
    public void The_hash_of_a_known_script_is_that_of_the_specification() =>
        Assert.Equal("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='", CspSource.HashOf("alert('Hello, world.');").ToString());

    [Theory]
    [InlineData("'self'")]
    [InlineData("self")]
    [InlineData("none")]
    [InlineData("unsafe-inline")]
    [InlineData("https://a.example; script-src *")]
    [InlineData("https://a.example\r\nX: y")]
    [InlineData("a.example b.example")]
    [InlineData("a.example,b.example")]
    [InlineData("https://")]
    [InlineData("https://a.example:99999999")]
    [InlineData("https://a..example")]
    [InlineData("")]
    public void What_is_no_host_is_refused(string host) => Assert.Throws<ArgumentException>(() => CspSource.Host(host));

    [Theory]
    [InlineData("sha256-abc")]
    [InlineData("sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=")]
    [InlineData("sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=' 'unsafe-inline")]
    public void What_is_no_hash_is_refused(string hash) => Assert.Throws<ArgumentException>(() => CspSource.Hash(hash));

    [Fact]
    public void What_would_say_nothing_or_something_else_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ContentSecurityPolicyBuilder().ScriptSrc());
        Assert.Throws<ArgumentException>(() => new ContentSecurityPolicyBuilder().ScriptSrc(default(CspSource)));
        Assert.Throws<ArgumentException>(() => new ContentSecurityPolicyBuilder().Directive("script-source", CspSource.Self));
        Assert.Throws<ArgumentException>(() => new ContentSecurityPolicyBuilder().Sandbox("allow-scripts; script-src *"));
        Assert.Throws<ArgumentException>(() => new ContentSecurityPolicyBuilder().ReportTo("a b"));
        Assert.Throws<ArgumentException>(() => CspSource.Scheme("https"));
    }

    [Fact]
    public void What_it_writes_passes_the_rule_that_the_options_are_held_to()
    {
        foreach (var preset in Enum.GetValues<SecurityHeadersPreset>())
        {
            var options = new HeadersOptions
            {
                ContentSecurityPolicy = new ContentSecurityPolicyBuilder(preset)
                    .ScriptSrc(CspSource.WasmUnsafeEval, CspSource.UnsafeHashes, CspSource.ReportSample, CspSource.HashOf("x"), CspSource.UnsafeInline, CspSource.UnsafeEval)
                    .FontSrc(CspSource.Self).MediaSrc(CspSource.Blob).FrameSrc(CspSource.Self).WorkerSrc(CspSource.Self).ManifestSrc(CspSource.Self)
                    .ReportTo("csp").Build(),
                PermissionsPolicy = new PermissionsPolicyBuilder(preset).AllowSelf(BrowserFeatures.Fullscreen).Allow(BrowserFeatures.Payment, "https://pay.example", "https://*.bank.example").Build(),
                ReportingEndpoints = { ["csp"] = "/reports" },
            };
            var errors = new ConfigurationErrors("H");

            new HeadersOptionsRule().Check(options, errors);

            Assert.Empty(errors.Messages);
        }
    }
}
