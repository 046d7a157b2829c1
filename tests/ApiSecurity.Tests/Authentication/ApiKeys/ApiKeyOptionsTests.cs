using ApiSecurity.Authentication;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication;

public sealed class ApiKeyOptionsTests
{
    private const string HalfAPair = "half a pair";

    [Theory]
    [InlineData("HeaderName", "Authorization", "ApiSecurity:ApiKeys:HeaderName is a header with a meaning of its own")]
    [InlineData("HeaderName", "X Key", "ApiSecurity:ApiKeys:HeaderName is no name of a header")]
    [InlineData("QueryParameterName", "a&b", "ApiSecurity:ApiKeys:QueryParameterName is no name")]
    [InlineData("Prefix", "APK", "ApiSecurity:ApiKeys:Prefix does not have the form")]
    [InlineData("Prefix", "apk_", "ApiSecurity:ApiKeys:Prefix does not have the form")]
    [InlineData("MaxLifetime", "00:00:00", "ApiSecurity:ApiKeys:MaxLifetime is no time")]
    [InlineData("RotationOverlap", "-00:00:01", "ApiSecurity:ApiKeys:RotationOverlap")]
    [InlineData("Mode", "Report", "ApiSecurity:ApiKeys:Mode is Report")]
    [InlineData("Keys:PARTNER:Owner", "acme", "ApiSecurity:ApiKeys:Keys:PARTNER has an id that no key can have")]
    [InlineData("Keys:partner01:Hash", "apk_x", "ApiSecurity:ApiKeys:Keys:partner01:Hash is no hash of a key")]
    [InlineData("Keys:partner01:Owner", " acme", "ApiSecurity:ApiKeys:Keys:partner01:Owner begins or ends with white space")]
    [InlineData("Keys:partner01:Scopes:0", "a b", "ApiSecurity:ApiKeys:Keys:partner01:Scopes:0 is no scope")]
    [InlineData("Keys:partner01:AllowedNetworks:0", "10.0.0.1/8", "ApiSecurity:ApiKeys:Keys:partner01:AllowedNetworks:0 is no network")]
    [InlineData("Keys:partner01:Expires", "soon", "ApiSecurity:ApiKeys:Keys:partner01:Expires has a value that can't be used")]
    [InlineData("Keys:partner01:Hsh", "x", "ApiSecurity:ApiKeys:Keys:partner01:Hsh is not a key that ApiSecurity knows. Did you mean Hash?")]
    public async Task A_wrong_option_stops_the_start(string key, string value, string message)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => KeyApp.StartAsync(new MemoryKeyStore(), new() { ["ApiKeys:" + key] = value }));

        Assert.Contains(failure.Failures, text => text.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_can_be_set_in_code_after_the_configuration()
    {
        await using var app = await KeyApp.StartAsync(
            new MemoryKeyStore(),
            new() { ["ApiKeys:Prefix"] = "configured" },
            builder => builder.Services.AddApiSecurity().AddApiKeys(keys => keys.Configure(options => options.Prefix = "shop")));

        var issued = await app.IssueAsync();

        Assert.StartsWith("shop_", issued.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_where_its_hash_belongs_is_not_repeated()
    {
        var key = GeneratedApiKey.Generate();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => KeyApp.StartAsync(new MemoryKeyStore(), new() { ["ApiKeys:Keys:partner01:Hash"] = key.Text }));

        Assert.DoesNotContain(failure.Failures, text => text.Contains(key.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_keys_at_all_stop_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => KeyApp.StartAsync());

        Assert.Contains("there are no keys", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_nobody_would_accept_stop_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(settings: new() { ["ApiKeys:HeaderName"] = "X-Key" }));

        Assert.Contains("AddApiKeys()", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_switches_keys_off()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore(), new() { ["ApiKeys:DisabledReason"] = "the gateway checks them" });
        var key = await app.IssueAsync();

        Assert.Equal("nobody", await (await app.GetWithKeyAsync("/open", key.Text)).TextAsync());
    }

    [Fact]
    public void Keys_are_kept_in_one_store_only()
    {
        var security = new ServiceCollection().AddApiSecurity();

        Assert.Throws<InvalidOperationException>(() => security.AddApiKeys(keys => keys.UseStore(_ => new MemoryKeyStore()).UseStore(_ => new MemoryKeyStore())));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" x")]
    [InlineData("a\0b")]
    [InlineData("line\nbreak")]
    [InlineData(HalfAPair)]
    public async Task Names_and_owners_have_a_form(string text)
    {
        // The runner writes its data as UTF-8, which has no half of a surrogate pair.
        text = text == HalfAPair ? "\ud800" : text;
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());

        await Assert.ThrowsAsync<ArgumentException>(() => app.IssueAsync(key => key with { Name = text }));
        await Assert.ThrowsAsync<ArgumentException>(() => app.IssueAsync(key => key with { Owner = text }));
        await Assert.ThrowsAsync<ArgumentException>(() => app.IssueAsync(key => key with { Tenant = text }));
        await Assert.ThrowsAsync<ArgumentException>(() => app.IssueAsync(key => key with { Scopes = [text] }));
        await Assert.ThrowsAsync<ArgumentException>(() => app.IssueAsync(key => key with { Permissions = [text] }));
        await Assert.ThrowsAsync<ArgumentException>(() => app.IssueAsync(key => key with { AllowedNetworks = [text] }));
    }
}
