using ApiSecurity.Headers;

namespace ApiSecurity.Tests.Headers;

public sealed class PermissionsPolicyBuilderTests
{
    [Fact]
    public void It_writes_one_list_a_feature() => Assert.Equal(
        "camera=(), microphone=(), payment=(self \"https://pay.example\"), fullscreen=(self), autoplay=*",
        new PermissionsPolicyBuilder()
            .Deny(BrowserFeatures.Camera, BrowserFeatures.Microphone, BrowserFeatures.Payment)
            .AllowSelf(BrowserFeatures.Fullscreen)
            .Allow(BrowserFeatures.Payment, "https://pay.example")
            .AllowAll(BrowserFeatures.Autoplay)
            .Build());

    [Fact]
    public void A_preset_can_be_changed() =>
        Assert.StartsWith("accelerometer=(), autoplay=(), camera=(self), ", new PermissionsPolicyBuilder(SecurityHeadersPreset.Api).AllowSelf(BrowserFeatures.Camera).Build(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Camera")]
    [InlineData("camera=*, usb")]
    [InlineData("camera\r\n")]
    [InlineData("")]
    public void What_is_no_feature_is_refused(string feature) => Assert.Throws<ArgumentException>(() => new PermissionsPolicyBuilder().Deny(feature));

    [Theory]
    [InlineData("pay.example")]
    [InlineData("https://pay.example/path")]
    [InlineData("https://pay.example\" *")]
    [InlineData("https://user:secret@pay.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public void What_is_no_origin_is_refused(string origin) => Assert.Throws<ArgumentException>(() => new PermissionsPolicyBuilder().Allow("payment", origin));
}
