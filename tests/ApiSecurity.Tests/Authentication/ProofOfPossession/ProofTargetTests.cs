using ApiSecurity.Authentication;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Tests.Authentication.Possession;

public sealed class ProofTargetTests
{
    [Theory]
    [InlineData("https://a", "https://a/")]
    [InlineData("HTTPS://A.Example:443", "https://a.example/")]
    [InlineData("http://a:80/x", "http://a/x")]
    [InlineData("http://a:443/x", "http://a:443/x")]
    [InlineData("https://a:00443/x", "https://a/x")]
    [InlineData("https://a/%7euser/%41", "https://a/~user/A")]
    [InlineData("https://a/%2f%3a", "https://a/%2F%3A")]
    [InlineData("https://a/b/%2e%2e/c", "https://a/c")]
    [InlineData("https://a/../../c/.", "https://a/c/")]
    [InlineData("https://a/b/..", "https://a/")]
    [InlineData("https://a//b/", "https://a//b/")]
    [InlineData("https://[2001:DB8:0:0::1]:443/x", "https://[2001:db8::1]/x")]
    [InlineData("https://a?q=[x]", "https://a/")]
    [InlineData("https://%41.example/", "https://a.example/")]
    public void An_address_has_one_form(string address, string expected) => Assert.Equal(expected, ProofTarget.Normalize(address));

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https:///x")]
    [InlineData("ftp://a/")]
    [InlineData("https:a/x")]
    [InlineData("//a/x")]
    [InlineData("https://user@a/x")]
    [InlineData("https://a:x/")]
    [InlineData("https://a:65536/")]
    [InlineData("https://a:-1/")]
    [InlineData("https://a b/")]
    [InlineData("https://ä.example/")]
    [InlineData("https://a/ü")]
    [InlineData("https://a/%")]
    [InlineData("https://a/%4")]
    [InlineData("https://a/%zz")]
    [InlineData("https://a\\b/")]
    [InlineData("https://[::1")]
    [InlineData("https://[::1%25lo]/")]
    [InlineData("https://[127.0.0.1]/")]
    public void What_is_no_address_has_none(string address) => Assert.Null(ProofTarget.Normalize(address));

    [Property(MaxTest = 500)]
    public void Any_text_has_a_form_that_stays_or_none(string text)
    {
        foreach (var address in (string[])[text ?? string.Empty, $"https://{text}", $"https://a/{text}"])
        {
            if (ProofTarget.Normalize(address) is { } normal)
            {
                Assert.Equal(normal, ProofTarget.Normalize(normal));
            }
        }
    }

    [Theory]
    [InlineData("/me%40x?q=1", "", "https://api.example.com/me%40x", true)]
    [InlineData("/me%40x", "", "https://api.example.com/me@x", false)]
    [InlineData("/base/me", "/base", "https://api.example.com/base/me", true)]
    [InlineData("/base/me", "/base", "https://api.example.com/base/base/me", false)]
    [InlineData("/me", "/base", "https://api.example.com/base/me", true)]
    [InlineData("/me", "/base", "https://api.example.com/me", false)]
    [InlineData("/basement", "/base", "https://api.example.com/base/basement", true)]
    [InlineData("*", "", "https://api.example.com/fallback", true)]
    public void The_path_is_the_one_that_was_sent(string sent, string pathBase, string target, bool expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("API.example.com", 443);
        context.Request.PathBase = pathBase;
        context.Request.Path = "/fallback";
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = sent;
        Assert.Equal(expected, ProofTarget.IsOf(target, context));
    }
}
