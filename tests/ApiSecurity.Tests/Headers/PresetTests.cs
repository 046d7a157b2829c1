namespace ApiSecurity.Tests.Headers;

/// <summary>The presets, byte for byte: what docs/headers.md promises.</summary>
public sealed class PresetTests
{
    internal const string ApiPermissions =
        "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(), cross-origin-isolated=(), display-capture=(), encrypted-media=(), "
        + "fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), keyboard-map=(), magnetometer=(), microphone=(), midi=(), "
        + "payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), sync-xhr=(), unload=(), usb=(), "
        + "xr-spatial-tracking=()";

    private const string PagePermissions =
        "accelerometer=(), camera=(), clipboard-read=(), cross-origin-isolated=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
        + "idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), sync-xhr=(), unload=(), usb=(), xr-spatial-tracking=()";

    internal static readonly Dictionary<string, string> Api = new()
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'",
        ["X-Frame-Options"] = "DENY",
        ["Referrer-Policy"] = "no-referrer",
        ["Permissions-Policy"] = ApiPermissions,
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Embedder-Policy"] = "require-corp",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["X-Permitted-Cross-Domain-Policies"] = "none",
    };

    internal static readonly Dictionary<string, string> Browser = new()
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["Content-Security-Policy"] =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
        ["X-Frame-Options"] = "DENY",
        ["Referrer-Policy"] = "same-origin",
        ["Permissions-Policy"] = PagePermissions,
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["X-Permitted-Cross-Domain-Policies"] = "none",
        ["X-DNS-Prefetch-Control"] = "off",
    };

    internal static readonly Dictionary<string, string> OpenApiUi = new()
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["Content-Security-Policy"] =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ["X-Frame-Options"] = "DENY",
        ["Referrer-Policy"] = "same-origin",
        ["Permissions-Policy"] = PagePermissions,
        ["Cross-Origin-Opener-Policy"] = "unsafe-none",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["X-Permitted-Cross-Domain-Policies"] = "none",
        ["X-DNS-Prefetch-Control"] = "off",
    };

    [Theory]
    [InlineData(null)]
    [InlineData("Api")]
    [InlineData("Browser")]
    [InlineData("OpenApiUi")]
    [InlineData("None")]
    public async Task A_preset_sends_exactly_its_headers(string? preset)
    {
        var expected = preset switch
        {
            "Browser" => Browser,
            "OpenApiUi" => OpenApiUi,
            "None" => [],
            _ => Api,
        };
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/", () => "hello").AllowAnonymous(),
            preset is null ? null : new() { ["Headers:Preset"] = preset });

        using var response = await app.CreateClient().GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(string.Join('\n', expected.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {header.Value}")), response.Text());
    }
}
