using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Tokens in addresses, where logs and histories keep them.</summary>
public sealed class JwtInQueryTests
{
    [Fact]
    public async Task A_token_in_the_address_is_refused_and_told()
    {
        await using var app = await JwtApp.StartAsync();

        using var response = await app.GetAsync($"/me?access_token={app.Tokens().Mint()}", token: null);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("token_in_query", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task An_application_that_takes_it_from_there_goes_on_doing_so()
    {
        await using var app = await JwtApp.StartAsync(services: builder => builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                context.Token = context.Request.Query["access_token"];
                return Task.CompletedTask;
            },
        }));

        using var response = await app.GetAsync($"/me?access_token={app.Tokens().Mint("alice")}", token: null);

        Assert.Equal("alice", await response.TextAsync());
    }
}
