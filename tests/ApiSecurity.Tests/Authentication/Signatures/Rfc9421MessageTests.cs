using System.Text;
using ApiSecurity.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>RFC 9421's examples of whole messages: derived components of section 2.2, signatures of sections 3.1 and 4.3, B.2.6, and what B.4 does to a message.</summary>
public sealed class Rfc9421MessageTests
{
    private const string B26 = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
    private const string B26Signature = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    private const string B4 = "(\"@method\" \"@path\" \"@authority\" \"accept\");created=1618884473;keyid=\"test-key-ed25519\"";
    private const string B4Signature = "ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m0pmj3NDA==";
    private const string S31 = "(\"@method\" \"@authority\" \"@path\" \"content-digest\" \"content-length\" \"content-type\");created=1618884473;keyid=\"test-key-rsa-pss\"";
    private const string S31Signature = "HIbjHC5rS0BYaa9v4QfD4193TORw7u9edguPh0AW3dMq9WImrlFrCGUDih47vAxi4L2YRZ3XMJc1uOKk/J0ZmZ+wcta4nKIgBkKq0rM9hs3CQyxXGxHLMCy8uqK488o+9jrptQ+xFPHK7a9sRL1IXNaagCNN3ZxJsYapFj+JXbmaI5rtAdSfSvzPuBCh+ARHBmWuNo1UzVVdHXrl8ePL4cccqlazIJdC4QEjrF+Sn4IxBQzTZsL9y9TP5FsZYzHvDqbInkTNigBcE9cKOYNFCn4D/WM7F6TNuZO9EgtzepLWcjTymlHzK7aXq6Am6sfOrpIC49yXjj3ae6HRalVc/g==";
    private const string S43Client = "(\"@method\" \"@authority\" \"@path\" \"content-digest\" \"content-type\" \"content-length\");created=1618884475;keyid=\"test-key-ecc-p256\"";
    private const string S43ClientSignature = "X5spyd6CFnAG5QnDyHfqoSNICd+BUP4LYMz2Q0JXlb//4Ijpzp+kve2w4NIyqeAuM7jTDX+sNalzA8ESSaHD3A==";
    private const string S43Proxy = "(\"@method\" \"@authority\" \"@path\" \"content-digest\" \"content-type\" \"content-length\" \"forwarded\");created=1618884480;keyid=\"test-key-rsa\";alg=\"rsa-v1_5-sha256\";expires=1618884540";
    private const string S43ProxySignature = "S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRPz+MjniOaYmdkDcnL9cCpXJleXsOckpURl49GwiyUpZ10KHgOEe11sx3G2gxI8S0jnxQB+Pu68U9vVcasqOWAEObtNKKZd8tSFu7LB5YAv0RAGhB8tmpv7sFnIm9y+7X5kXQfi8NMaZaA8i2ZHwpBdg7a6CMfwnnrtflzvZdXAsD3LH2TwevU+/PBPv0B6NMNk93wUs/vfJvye+YuI87HU38lZHowtznbLVdp770I6VHR6WfgS9ddzirrswsE1w5o0LV/g==";

    private const string Digest = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";

    private static readonly byte[] Ed25519Key = Convert.FromBase64String("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");

    [Theory]
    [InlineData("@method", "POST", "/path?param=value", "POST")]
    [InlineData("@target-uri", "POST", "/path?param=value", "https://www.example.com/path?param=value")]
    [InlineData("@authority", "POST", "/path?param=value", "www.example.com")]
    [InlineData("@scheme", "POST", "/path?param=value", "https")]
    [InlineData("@request-target", "POST", "/path?param=value", "/path?param=value")]
    [InlineData("@request-target", "GET", "https://www.example.com/path?param=value", "https://www.example.com/path?param=value")]
    [InlineData("@request-target", "CONNECT", "www.example.com:80", "www.example.com:80")]
    [InlineData("@request-target", "OPTIONS", "*", "*")]
    [InlineData("@path", "GET", "/path?param=value", "/path")]
    [InlineData("@path", "GET", "https://www.example.com/path?param=value", "/path")]
    [InlineData("@path", "GET", "https://www.example.com", "/")]
    [InlineData("@path", "GET", "https://www.example.com?q", "/")]
    [InlineData("@path", "GET", "/a%2Fb/%7e/../c", "/a%2Fb/%7e/../c")]
    [InlineData("@path", "OPTIONS", "*", null)]
    [InlineData("@target-uri", "OPTIONS", "*", null)]
    [InlineData("@query", "GET", "/path?param=value&foo=bar&baz=bat%2Dman", "?param=value&foo=bar&baz=bat%2Dman")]
    [InlineData("@query", "GET", "/path?queryString", "?queryString")]
    [InlineData("@query", "GET", "/path?", "?")]
    [InlineData("@query", "GET", "/path", "?")]
    [InlineData("@query", "GET", "/path?a?b", "?a?b")]
    [InlineData("@status", "GET", "/path", null)]
    public void Section_2_2_components_are_taken_from_the_target_as_it_came(string name, string method, string target, string? expected)
    {
        var input = $"(\"{name}\");created=1";

        Assert.Equal(
            expected is null ? null : $"\"{name}\": {expected}\n\"@signature-params\": {input}",
            Bases.Of(new RequestComponents(Request(method, target)), input));
    }

    [Theory]
    [InlineData("https", "WWW.Example.COM", "www.example.com")]
    [InlineData("https", "www.example.com:443", "www.example.com")]
    [InlineData("http", "www.example.com:80", "www.example.com")]
    [InlineData("http", "www.example.com:443", "www.example.com:443")]
    [InlineData("https", "www.example.com:8443", "www.example.com:8443")]
    [InlineData("https", "[2001:DB8::1]:443", "[2001:db8::1]")]
    public void Section_2_2_3_an_authority_has_one_form(string scheme, string host, string expected)
    {
        var request = Request("GET", "/");
        (request.Scheme, request.Host) = (scheme, new HostString(host));

        Assert.Equal($"\"@authority\": {expected}\n\"@signature-params\": (\"@authority\")", Bases.Of(new RequestComponents(request), "(\"@authority\")"));
    }

    [Fact]
    public void B_2_6_what_is_signed_with_ed25519_is_what_was_signed_there()
    {
        var request = Request("POST", "/foo?param=Value&Pet=dog", "example.com");
        request.Headers["Date"] = "Tue, 20 Apr 2021 02:07:55 GMT";
        request.Headers["Content-Type"] = "application/json";
        request.Headers["Content-Length"] = "18";

        Assert.True(IsSigned(request, B26, B26Signature));
    }

    [Theory]
    [InlineData(true, "GET", "example.org", "/demo?name1=Value1&Name2=value2", "application/json", "*/*")]
    [InlineData(true, "GET", "example.org", "/demo?name1=Value1&Name2=value2&param=added", "application/json", "*/*")]
    [InlineData(true, "GET", "example.org", "/demo?name1=Value1&Name2=value2", "application/json, */*")]
    [InlineData(true, "GET", "EXAMPLE.org:443", "/demo", " application/json ", "*/*")]
    [InlineData(false, "POST", "example.com", "/demo?name1=Value1&Name2=value2", "application/json", "*/*")]
    [InlineData(false, "POST", "example.org", "/demo?name1=Value1&Name2=value2", "application/json", "*/*")]
    [InlineData(false, "GET", "example.com", "/demo?name1=Value1&Name2=value2", "application/json", "*/*")]
    [InlineData(false, "GET", "example.org", "/demo?name1=Value1&Name2=value2", "*/*", "application/json")]
    [InlineData(false, "GET", "example.org", "/Demo", "application/json", "*/*")]
    [InlineData(false, "GET", "example.org", "/demo", "application/json")]
    public void B_4_what_proxies_may_do_to_a_message_leaves_the_signature_right_and_nothing_else_does(bool isRight, string method, string host, string target, params string[] accept)
    {
        var request = Request(method, target, host);
        request.Headers.Accept = accept;
        request.Headers.AcceptLanguage = "en-US,en;q=0.5";

        Assert.Equal(isRight, IsSigned(request, B4, B4Signature));
    }

    [Fact]
    public void Section_3_1_the_signature_is_right()
    {
        var key = new HttpSignatureKey(HttpSignatureAlgorithms.RsaPssSha512, RfcKeys.RsaPss) { Subject = "rfc" };

        Assert.True(key.Verify(Encoding.ASCII.GetBytes(Bases.Of(new RequestComponents(WithContent("example.com")), S31)!), Convert.FromBase64String(S31Signature)));
    }

    [Fact]
    public void Section_4_3_both_signatures_are_right()
    {
        var client = new HttpSignatureKey(HttpSignatureAlgorithms.EcdsaP256Sha256, RfcKeys.EccP256) { Subject = "client" };
        var proxy = new HttpSignatureKey(HttpSignatureAlgorithms.RsaPkcs1Sha256, RfcKeys.Rsa) { Subject = "proxy" };
        var forwarded = WithContent("origin.host.internal.example");
        forwarded.Headers["Forwarded"] = "for=192.0.2.123;host=example.com;proto=https";

        Assert.True(client.Verify(Encoding.ASCII.GetBytes(Bases.Of(new RequestComponents(WithContent("example.com")), S43Client)!), Convert.FromBase64String(S43ClientSignature)));
        Assert.True(proxy.Verify(Encoding.ASCII.GetBytes(Bases.Of(new RequestComponents(forwarded), S43Proxy)!), Convert.FromBase64String(S43ProxySignature)));
    }

    /// <summary>Transport takes forwarded headers away, also before a signature that covers them can be checked.</summary>
    [Theory]
    [InlineData("Report", 200)]
    [InlineData("Enforce", 401)]
    public async Task Section_4_3_the_proxys_signature_counts_beside_that_of_an_unknown_client_where_forwarded_headers_are_left(string mode, int status)
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapPost("/foo", (ApiSecurity.Authorization.Caller caller) => caller.Subject),
            new() { ["HttpSignatures:RequiredComponents:0"] = "@authority", ["HttpSignatures:ValidAlgorithms:0"] = "rsa-v1_5-sha256", ["Transport:Mode"] = mode },
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1618884500)));
                builder.Services.AddApiSecurity().AddHttpSignatures(options =>
                    options.Keys["test-key-rsa"] = new HttpSignatureKeyOptions { Algorithm = HttpSignatureAlgorithms.RsaPkcs1Sha256, Key = RfcKeys.Rsa, Subject = "proxy" });
            });
        var request = new HttpRequestMessage(HttpMethod.Post, "https://origin.host.internal.example/foo?param=Value&Pet=dog")
        {
            Content = new ByteArrayContent("{\"hello\": \"world\"}"u8.ToArray()) { Headers = { { "Content-Type", "application/json" }, { "Content-Digest", Digest }, { "Content-Length", "18" } } },
        };
        request.Headers.TryAddWithoutValidation("Forwarded", "for=192.0.2.123;host=example.com;proto=https");
        request.Headers.TryAddWithoutValidation("Signature-Input", [$"sig1={S43Client}", $"proxy_sig={S43Proxy}"]);
        request.Headers.TryAddWithoutValidation("Signature", [$"sig1=:{S43ClientSignature}:", $"proxy_sig=:{S43ProxySignature}:"]);

        using var response = await app.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 200)
        {
            Assert.Equal("proxy", await response.TextAsync());
        }
        else
        {
            Assert.Equal("forwarded_untrusted", (await app.Events.NextAsync()).Reason);
            Assert.Equal("signature_component_unresolved", (await app.Events.NextAsync()).Reason);
        }
    }

    private static bool IsSigned(HttpRequest request, string input, string signature) =>
        Ed25519.Verify(Ed25519Key, Encoding.ASCII.GetBytes(Bases.Of(new RequestComponents(request), input)!), Convert.FromBase64String(signature));

    private static HttpRequest WithContent(string host)
    {
        var request = Request("POST", "/foo?param=Value&Pet=dog", host);
        request.Headers["Content-Type"] = "application/json";
        request.Headers["Content-Digest"] = Digest;
        request.Headers["Content-Length"] = "18";
        return request;
    }

    private static HttpRequest Request(string method, string target, string host = "www.example.com")
    {
        var context = new DefaultHttpContext();
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        (context.Request.Method, context.Request.Scheme, context.Request.Host) = (method, "https", new HostString(host));
        return context.Request;
    }
}
