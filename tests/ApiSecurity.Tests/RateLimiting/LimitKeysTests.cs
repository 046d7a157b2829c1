using System.Net;
using System.Security.Claims;
using ApiSecurity.Authorization;
using ApiSecurity.RateLimiting;

namespace ApiSecurity.Tests.RateLimiting;

/// <summary>Limits and rules name the same caller.</summary>
public sealed class LimitKeysTests
{
    private static readonly LimitKeys Keys = new();

    [Theory]
    [InlineData(true, "sub=a")]
    [InlineData(true, "sub=a", "sub=a")]
    [InlineData(true, "sub=a", $"{ClaimTypes.NameIdentifier}=b")]
    [InlineData(true, $"{ClaimTypes.NameIdentifier}=a")]
    [InlineData(true, "|?", "sub=x", "|", "sub=a")]
    [InlineData(false, "sub=a", "sub=b")]
    [InlineData(false, "sub=a", "|", "sub=b")]
    [InlineData(false, "sub=b", "sub=a", "client_id=c")]
    [InlineData(false, "sub=a", "|", $"{ClaimTypes.NameIdentifier}=b")]
    [InlineData(false, "|?", "sub=a")]
    [InlineData(false, "client_id=c", "client_id=d")]
    public void A_subject_is_counted_if_it_is_one_for_rules(bool isKnown, params string[] claims)
    {
        var context = Request(claims);
        var caller = Caller.From(context.User);

        var key = LimitKeys.ForClient(Keys.SeedOf("x"), context, out var known);

        Assert.Equal(isKnown, known);
        Assert.Equal(isKnown, caller.Subject is not null);
        Assert.Equal(isKnown ? LimitKeys.ForClient(Keys.SeedOf("x"), Request("sub=a"), out _) : LimitKeys.ForAddress(Keys.SeedOf("x"), IPAddress.Parse("192.0.2.1")), key);
    }

    [Fact]
    public void A_client_without_a_subject_is_counted_as_such()
    {
        var key = LimitKeys.ForClient(Keys.SeedOf("x"), Request("client_id=a"), out var known);

        Assert.True(known);
        Assert.Equal(key, LimitKeys.ForClient(Keys.SeedOf("x"), Request("azp=a"), out _));
        Assert.NotEqual(key, LimitKeys.ForClient(Keys.SeedOf("x"), Request("sub=a"), out _));
        Assert.NotEqual(key, LimitKeys.ForClient(Keys.SeedOf("x"), Request("client_id=b"), out _));
    }

    [Theory]
    [InlineData("sub=a")]
    [InlineData("sub=a", "|", "tenant=x")]
    [InlineData("client_id=a")]
    [InlineData("sub=a", "sub=b")]
    public void Finding_the_key_allocates_nothing(params string[] claims)
    {
        var context = Request(claims);
        var seed = Keys.SeedOf("x");
        var sum = 0UL;

        Assert.Equal(0, Allocations.Of(() => sum ^= LimitKeys.ForClient(seed, context, out _)));
    }

    private static DefaultHttpContext Request(params string[] claims)
    {
        var identity = new ClaimsIdentity("test");
        var principal = new ClaimsPrincipal(identity);
        foreach (var claim in claims)
        {
            if (claim[0] == '|')
            {
                principal.AddIdentity(identity = new ClaimsIdentity(claim == "|" ? "other" : null));
                continue;
            }

            var separator = claim.LastIndexOf('=');
            identity.AddClaim(new Claim(claim[..separator], claim[(separator + 1)..]));
        }

        return new DefaultHttpContext { User = principal, Connection = { RemoteIpAddress = IPAddress.Parse("192.0.2.1") } };
    }
}
