using ApiSecurity.Tests.Authentication;

namespace ApiSecurity.Tests.Authorization;

/// <summary>An application that protects several branches, each by a pipeline of its own.</summary>
public sealed class BranchTests
{
    /// <summary>The caller is remembered for all of them, so the rule that let them in here must not be taken for another one there.</summary>
    [Fact]
    public async Task What_a_known_caller_may_do_in_one_branch_opens_nothing_in_another()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/orders/all", () => "orders");
                app.MapGet("/admin/people", () => "people").RequirePermission("people.manage");
            },
            services: builder =>
            {
                builder.Services.AddApiSecurity().AddJwt();
                TestTokens.Trust(builder.Services);
            },
            use: app =>
            {
                app.UseRouting();
                app.UseWhen(context => context.Request.Path.StartsWithSegments("/orders"), branch => branch.UseApiSecurity());
                app.UseWhen(context => context.Request.Path.StartsWithSegments("/admin"), branch => branch.UseApiSecurity());
            });
        var token = app.Tokens().Mint();

        for (var time = 0; time < 3; time++)
        {
            using var orders = await app.GetAsync("/orders/all", token);
            Assert.Equal(200, (int)orders.StatusCode);
            using var people = await app.GetAsync("/admin/people", token);
            Assert.Equal(403, (int)people.StatusCode);
        }
    }
}
