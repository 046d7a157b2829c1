using ApiSecurity.Authentication;
using Microsoft.AspNetCore.Authentication;

namespace ApiSecurity.Tests.Authentication;

public sealed class ApiKeyFastPathTests
{
    [Fact]
    public async Task To_hold_a_known_key_against_its_rules_allocates_nothing()
    {
        await using var app = await KeyApp.StartAsync(new MemoryKeyStore());
        var issued = await app.IssueAsync();
        var services = app.App.Services;
        var state = services.GetRequiredService<ApiKeyState>();
        var reader = services.GetRequiredService<ApiKeyReader>();
        var source = new ApiKeySource(issued.Key.Id, ApiKeyNetworks.Parse(["192.0.2.0/24", "2001:db8::/32"]), state.Generation, state, reader);
        var ticket = new AuthenticationTicket(services.GetRequiredService<ApiKeyIdentity>().Of(issued.Key), ApiKeyDefaults.AuthenticationScheme);
        var credential = new VerifiedCredential(CredentialKind.ApiKeyHeader, issued.Text, ticket, DateTimeOffset.MaxValue, source);
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse("2001:db8::1");
        context.Request.Headers["X-Api-Key"] = issued.Text;
        context.Request.QueryString = new QueryString("?page=1&sort=name");

        var accepted = true;
        var bytes = Allocations.Of(() => accepted &= source.Accepts(credential, context));

        Assert.True(accepted);
        Assert.Equal(0, bytes);
        state.Forget();
        Assert.False(source.Accepts(credential, context));
    }
}
