using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>The sample's shape in small: orders with lines, customers, two tenants, and any number of holes. Without holes it is what a team would write.</summary>
public static class ShopApi
{
    public static async Task<WebApplication> StartAsync(TestTokens tokens, Holes holes)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ApplicationName = typeof(ShopApi).Assembly.GetName().Name,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration["ApiSecurity:Jwt:Audience"] = "shop";
        // The report would stop the start, and rightly.
        builder.Configuration["ApiSecurity:Posture:Mode"] = "Report";
        builder.Configuration["ApiSecurity:Cors:Origins:0"] = "https://shop.example";
        builder.Services.AddHttpClient();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.MaxDepth = 512);
        builder.Services.AddSingleton<Store>();
        builder.Services.AddApiSecurity().AddJwt().AddObjectPolicy<OrderPolicy>().AddObjectPolicy<LinePolicy>().AddObjectPolicy<CustomerPolicy>();
        builder.Services.AddLegacySchemes(holes);
        builder.Services.AddSecurityTests(tokens);

        var app = builder.Build();
        app.UseEdge(holes);
        app.UseHead(holes);
        app.UseApiSecurity();
        app.UseGuard(holes);
        app.MapOrders(holes);
        app.MapLists(holes);
        app.MapAdmin(holes);
        app.MapProperties(holes);
        app.MapMethods(holes);
        app.MapEdge(holes);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
