using System.Text;
using ApiSecurity.Authentication;
using Microsoft.Extensions.Time.Testing;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>The requests of RFC 9421 appendix B.2 as they come in, at the time they were made.</summary>
public sealed class Rfc9421RequestTests
{
    private const string B21 = "();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"";
    private const string B21Signature = "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==";
    private const string B22 = "(\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\");created=1618884473;keyid=\"test-key-rsa-pss\";tag=\"header-example\"";
    private const string B22Signature = "LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==";
    private const string B23 = "(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-rsa-pss\"";
    private const string B23Signature = "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==";
    private const string B25 = "(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"";
    private const string B25Signature = "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=";

    [Fact]
    public async Task B_2_3_which_covers_all_is_accepted_with_the_defaults()
    {
        await using var app = await StartAsync();

        Assert.Equal("test-key-rsa-pss", await app.AcceptedAsync(Request(B23, B23Signature)));
        await app.RefusedAsync(Request(B23, B23Signature), "signature_replayed");
    }

    [Theory]
    [InlineData(B21, B21Signature)]
    [InlineData(B22, B22Signature)]
    [InlineData(B25, B25Signature)]
    public async Task The_others_cover_too_little(string input, string signature)
    {
        await using var app = await StartAsync();

        await app.RefusedAsync(Request(input, signature), "signature_component_missing");
    }

    [Theory]
    [InlineData(B22, B22Signature, "test-key-rsa-pss")]
    [InlineData(B25, B25Signature, "test-shared-secret")]
    public async Task They_are_accepted_where_that_is_all_that_is_demanded(string input, string signature, string caller)
    {
        await using var app = await StartAsync(new() { ["HttpSignatures:RequiredComponents:0"] = "@authority" });

        Assert.Equal(caller, await app.AcceptedAsync(Request(input, signature)));
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app => app.MapPost("/foo", (ApiSecurity.Authorization.Caller caller) => caller.Subject),
        settings,
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1618884475)));
            builder.Services.AddApiSecurity().AddHttpSignatures(options =>
            {
                options.Keys["test-key-rsa-pss"] = new HttpSignatureKeyOptions { Algorithm = HttpSignatureAlgorithms.RsaPssSha512, Key = RfcKeys.RsaPss, Subject = "test-key-rsa-pss" };
                options.Keys["test-shared-secret"] = new HttpSignatureKeyOptions { Algorithm = HttpSignatureAlgorithms.HmacSha256, Key = RfcKeys.Secret, Subject = "test-shared-secret" };
            });
        });

    private static HttpRequestMessage Request(string input, string signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://example.com/foo?param=Value&Pet=dog")
        {
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes("{\"hello\": \"world\"}"))
            {
                Headers =
                {
                    { "Content-Type", "application/json" },
                    { "Content-Digest", "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:" },
                },
            },
        };
        request.Content.Headers.ContentLength = 18;
        request.Headers.TryAddWithoutValidation("Date", "Tue, 20 Apr 2021 02:07:55 GMT");
        request.Headers.TryAddWithoutValidation("Signature-Input", $"sig={input}");
        request.Headers.TryAddWithoutValidation("Signature", $"sig=:{signature}:");
        return request;
    }
}
