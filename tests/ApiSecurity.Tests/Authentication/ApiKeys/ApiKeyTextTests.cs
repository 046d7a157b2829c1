using System.Text;
using ApiSecurity.Authentication;
using FsCheck.Xunit;

namespace ApiSecurity.Tests.Authentication;

public sealed class ApiKeyTextTests
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void The_checksum_is_the_CRC_32_that_everybody_knows() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"));

    [Fact]
    public void A_generated_key_has_the_form_that_scanners_look_for()
    {
        var key = GeneratedApiKey.Generate();

        Assert.Matches("^apk_[a-z0-9]{16}_[0-9A-Za-z]{49}$", key.Text);
        Assert.True(ApiKeyText.TryParse(key.Text, "apk", out var id, out var secret));
        Assert.Equal(key.Id, id.ToString());
        Assert.Equal(43, secret.Length);
        Assert.Equal(key.Hash, Convert.ToHexStringLower(ApiKeyText.HashOf(key.Id, secret.ToString())));
        Assert.DoesNotContain(secret.ToString(), key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_made_with_the_id_and_the_prefix_that_are_asked_for()
    {
        var key = GeneratedApiKey.Generate("partner01", "shop_live");

        Assert.StartsWith("shop_live_partner01_", key.Text, StringComparison.Ordinal);
        Assert.True(ApiKeyText.TryParse(key.Text, "shop_live", out _, out _));
        Assert.False(ApiKeyText.TryParse(key.Text, "shop", out _, out _));
        Assert.Throws<ArgumentException>(() => GeneratedApiKey.Generate("Partner"));
        Assert.Throws<ArgumentException>(() => GeneratedApiKey.Generate("p"));
        Assert.Throws<ArgumentException>(() => GeneratedApiKey.Generate(prefix: "x_"));
    }

    [Fact]
    public void A_change_of_any_one_character_is_found_without_a_look_up()
    {
        var text = GeneratedApiKey.Generate().Text;
        for (var place = 0; place < text.Length; place++)
        {
            foreach (var other in Base62 + "_ -\0é٣")
            {
                var changed = text[..place] + other + text[(place + 1)..];
                Assert.Equal(changed == text, ApiKeyText.TryParse(changed, "apk", out _, out _));
            }
        }
    }

    [Fact]
    public void Every_length_but_the_right_one_is_refused()
    {
        var text = GeneratedApiKey.Generate().Text;
        for (var length = 0; length < text.Length; length++)
        {
            Assert.False(ApiKeyText.TryParse(text.AsSpan(0, length), "apk", out _, out _));
        }

        Assert.False(ApiKeyText.TryParse(text + "0", "apk", out _, out _));
        Assert.False(ApiKeyText.TryParse("apk_" + new string('a', 1_000_000) + text[4..], "apk", out _, out _));
    }

    [Theory]
    [InlineData("apk")]
    [InlineData("ap")]
    [InlineData("apk_")]
    [InlineData("APK")]
    public void A_prefix_is_compared_whole_and_exactly(string prefix)
    {
        var text = GeneratedApiKey.Generate().Text;

        Assert.Equal(prefix == "apk", ApiKeyText.TryParse(text, prefix, out _, out _));
    }

    [Fact]
    public void Digits_of_other_scripts_are_no_digits()
    {
        var key = GeneratedApiKey.Generate("1234").Text;

        Assert.True(ApiKeyText.TryParse(key, "apk", out _, out _));
        Assert.False(ApiKeyText.TryParse(key.Replace("1234", "١٢٣٤", StringComparison.Ordinal), "apk", out _, out _));
        Assert.False(ApiKeyText.TryParse(key.Replace("1234", "１２３４", StringComparison.Ordinal), "apk", out _, out _));
        Assert.False(ApiKeyText.IsId("１２３４"));
    }

    [Fact]
    public void No_two_keys_are_alike()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => GeneratedApiKey.Generate()).ToArray();

        Assert.Equal(keys.Length, keys.Select(key => key.Id).Distinct().Count());
        Assert.Equal(keys.Length, keys.Select(key => key.Hash).Distinct().Count());
    }

    [Property]
    public bool Anything_else_is_no_key(string? text) => !ApiKeyText.TryParse(text, "apk", out _, out _);

    [Property]
    public bool Nor_are_random_bytes_behind_a_prefix(byte[] bytes) =>
        !ApiKeyText.TryParse("apk_" + Encoding.Latin1.GetString(bytes), "apk", out _, out _);
}
