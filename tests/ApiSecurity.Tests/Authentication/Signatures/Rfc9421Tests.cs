using System.Text;
using ApiSecurity.Authentication;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>The examples of RFC 9421: appendix B and section 2. Those with ed25519, which .NET does not have, are left out.</summary>
public sealed class Rfc9421Tests
{
    private const string RequestDigest = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";

    private static readonly TestComponents Request = new(
        "param=Value&Pet=dog",
        new() { ["@method"] = "POST", ["@authority"] = "example.com", ["@path"] = "/foo", ["@query"] = "?param=Value&Pet=dog" },
        new()
        {
            ["date"] = ["Tue, 20 Apr 2021 02:07:55 GMT"],
            ["content-type"] = ["application/json"],
            ["content-digest"] = [RequestDigest],
            ["content-length"] = ["18"],
        });

    private static readonly TestComponents Response = new(
        null,
        new() { ["@status"] = "200" },
        new()
        {
            ["content-type"] = ["application/json"],
            ["content-digest"] = ["sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:"],
            ["content-length"] = ["23"],
        });

    private static readonly TestComponents Forwarded = new(
        "param=Value&Pet=dog",
        new() { ["@method"] = "POST", ["@authority"] = "service.internal.example", ["@path"] = "/foo", ["@query"] = "?param=Value&Pet=dog" },
        new()
        {
            ["client-cert"] = [":MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZBgNVBAMMEkxBIEludGVybWVkaWF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8YnXXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M6aEAEFcGzkJiNy6J84y7uzo9M6NyMHAwCQYDVR0TBAIwADAfBgNVHSMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAOBgNVHQ8BAf8EBAMCBsAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0RAQH/BBMwEYEPYmRjQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIBHda/r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEAx/kHSB4urmiZ0NX5r5XarmPk0wmuydBVoU4hBVZ1yhk=:"],
        });

    [Theory]
    [InlineData("()" + ";created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"", "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==")]
    [InlineData("(\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\");created=1618884473;keyid=\"test-key-rsa-pss\";tag=\"header-example\"", "LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==")]
    [InlineData("(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-rsa-pss\"", "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==")]
    public void B_2_1_to_B_2_3_are_right_with_rsa_pss(string input, string signature) =>
        AssertVerifies(Request, HttpSignatureAlgorithms.RsaPssSha512, RfcKeys.RsaPss, input, signature);

    [Fact]
    public void B_2_4_the_signature_of_an_answer_is_right_with_ecdsa() => AssertVerifies(
        Response,
        HttpSignatureAlgorithms.EcdsaP256Sha256,
        RfcKeys.EccP256,
        "(\"@status\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\"",
        "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==");

    [Fact]
    public void B_2_5_is_right_with_hmac() => AssertVerifies(
        Request,
        HttpSignatureAlgorithms.HmacSha256,
        RfcKeys.Secret,
        "(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"",
        "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");

    [Fact]
    public void B_3_the_signature_of_a_proxy_is_right() => AssertVerifies(
        Forwarded,
        HttpSignatureAlgorithms.EcdsaP256Sha256,
        RfcKeys.EccP256,
        "(\"@path\" \"@query\" \"@method\" \"@authority\" \"client-cert\");created=1618884473;keyid=\"test-key-ecc-p256\"",
        "xVMHVpawaAC/0SbHrKRs9i8I3eOs5RtTMGCWXm/9nvZzoHsIg6Mce9315T6xoklyy0yzhD9ah4JHRwMLOgmizw==");

    [Theory]
    [InlineData("(\"host\")", "\"host\": www.example.com")]
    [InlineData("(\"x-ows-header\" \"x-obs-fold-header\" \"cache-control\" \"example-dict\")", "\"x-ows-header\": Leading and trailing whitespace.\n\"x-obs-fold-header\": Obsolete line folding.\n\"cache-control\": max-age=60, must-revalidate\n\"example-dict\": a=1,    b=2;x=1;y=2,   c=(a   b   c)")]
    [InlineData("(\"x-empty-header\")", "\"x-empty-header\": ")]
    [InlineData("(\"example-dict\";key=\"a\" \"example-dict\";key=\"b\" \"example-dict\";key=\"c\")", "\"example-dict\";key=\"a\": 1\n\"example-dict\";key=\"b\": 2;x=1;y=2\n\"example-dict\";key=\"c\": (a b c)")]
    [InlineData("(\"priority\";sf)", "\"priority\";sf: u=1, i")]
    [InlineData("(\"example-header\";bs)", "\"example-header\";bs: :dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:")]
    [InlineData("(\"@query-param\";name=\"var\" \"@query-param\";name=\"bar\" \"@query-param\";name=\"fa%C3%A7ade%22%3A%20\")", "\"@query-param\";name=\"var\": this%20is%20a%20big%0Amultiline%20value\n\"@query-param\";name=\"bar\": with%20plus%20whitespace\n\"@query-param\";name=\"fa%C3%A7ade%22%3A%20\": something")]
    [InlineData("(\"@query-param\";name=\"empty\")", "\"@query-param\";name=\"empty\": ")]
    public void Section_2_components_have_the_values_of_its_examples(string covered, string expected)
    {
        var message = new TestComponents(
            "var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something&empty=",
            [],
            new()
            {
                ["host"] = ["www.example.com"],
                ["x-ows-header"] = ["   Leading and trailing whitespace.   "],
                ["x-obs-fold-header"] = ["Obsolete line folding."],
                ["cache-control"] = ["max-age=60", "   must-revalidate"],
                ["example-dict"] = ["  a=1,    b=2;x=1;y=2,   c=(a   b   c)"],
                ["x-empty-header"] = [""],
                ["priority"] = ["u=1,   i=?1"],
                ["example-header"] = ["value, with, lots", "of, commas"],
            });

        Assert.Equal(expected + "\n\"@signature-params\": " + covered, Bases.Of(message, covered));
    }

    [Theory]
    [InlineData("(\"absent\")")]
    [InlineData("(\"@path\")")]
    [InlineData("(\"twice\";key=\"absent\")")]
    [InlineData("(\"member-twice\";key=\"a\")")]
    [InlineData("(\"priority\";sf)")]
    [InlineData("(\"not-a-dictionary\";key=\"a\")")]
    [InlineData("(\"not-structured\";sf)")]
    [InlineData("(\"client-cert\";key=\"a\")")]
    [InlineData("(\"@query-param\";name=\"absent\")")]
    [InlineData("(\"@query-param\";name=\"double\")")]
    [InlineData("(\"not-ascii\")")]
    [InlineData("(\"line-end\")")]
    public void What_the_message_does_not_have_or_has_in_no_single_form_can_not_be_signed(string covered) => Assert.Null(Bases.Of(
        new TestComponents(
            "double=1&doubl%65=2&a=1",
            [],
            new()
            {
                ["twice"] = ["a=1"],
                ["member-twice"] = ["a=1", "a=2"],
                ["priority"] = ["u=1, u=5"],
                ["not-a-dictionary"] = ["a=1,,"],
                ["not-structured"] = ["a"],
                ["client-cert"] = ["a=1"],
                ["not-ascii"] = ["ä"],
                ["line-end"] = ["a\n\"@method\": GET"],
            }),
        covered));

    [Theory]
    [InlineData("(\"a\" \"a\")")]
    [InlineData("(\"a\";key=\"x\";sf \"a\";sf;key=\"x\")")]
    [InlineData("(\"@signature-params\")")]
    [InlineData("(\"A\")")]
    [InlineData("(\"\")")]
    [InlineData("(\"@\")")]
    [InlineData("(a)")]
    [InlineData("(\"a\";bs;sf)")]
    [InlineData("(\"a\";bs;key=\"x\")")]
    [InlineData("(\"a\";sf=?0)")]
    [InlineData("(\"a\";tr)")]
    [InlineData("(\"a\";req)")]
    [InlineData("(\"a\";unknown)")]
    [InlineData("(\"a\";key=\"x\";key=\"y\")")]
    [InlineData("(\"a\";name=\"x\")")]
    [InlineData("(\"@method\";sf)")]
    [InlineData("(\"@query-param\")")]
    [InlineData("(\"@query-param\";name=token)")]
    [InlineData("();created=\"1\"")]
    [InlineData("();created=1;created=2")]
    [InlineData("();keyid=token")]
    [InlineData("();nonce")]
    [InlineData("()=1")]
    [InlineData("\"a\"")]
    public void What_can_not_be_covered_or_said_is_malformed(string input) =>
        Assert.True(!StructuredField.TryParseDictionary("sig=" + input, out var parsed) || SignatureInput.Read(parsed[0].Value) is null);

    [Fact]
    public void More_components_than_anybody_needs_are_malformed()
    {
        var many = string.Join(' ', Enumerable.Range(0, 65).Select(number => $"\"h{number}\""));
        Assert.True(StructuredField.TryParseDictionary($"sig=({many})", out var parsed));
        Assert.Null(SignatureInput.Read(parsed[0].Value));
    }

    private static void AssertVerifies(TestComponents message, string algorithm, string key, string input, string signature)
    {
        var signed = Bases.Of(message, input);
        Assert.NotNull(signed);
        var bytes = Convert.FromBase64String(signature);
        var read = new HttpSignatureKey(algorithm, key) { Subject = "rfc" };

        Assert.True(read.Verify(Encoding.ASCII.GetBytes(signed), bytes), signed);
        Assert.False(read.Verify(Encoding.ASCII.GetBytes(signed + " "), bytes));
        Assert.False(read.Verify(Encoding.ASCII.GetBytes(signed), new byte[bytes.Length]));
        Assert.False(read.Verify(Encoding.ASCII.GetBytes(signed), [.. Enumerable.Repeat((byte)0xFF, bytes.Length)]));
        Assert.False(read.Verify(Encoding.ASCII.GetBytes(signed), []));
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] ^= 1;
            Assert.False(read.Verify(Encoding.ASCII.GetBytes(signed), bytes), $"byte {index}");
            bytes[index] ^= 1;
        }
    }
}
