using ApiSecurity.Headers;
using OrdersApi.Data;
using Scalar.AspNetCore;

namespace OrdersApi.Secured;

/// <summary>The API behind ApiSecurity: what a team's own Program.cs would say. What is configured is in appsettings.json.</summary>
public static class SecuredApi
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddShop();
        builder.Services.AddControllersOf(typeof(SecuredApi).Namespace!);
        builder.Services.AddOpenApi();
        ImportClient.Configure(builder.Services);

        var security = builder.Services.AddApiSecurity()
            .AddJwt()
            .AddObjectPolicy<OrderPolicy>()
            .AddObjectPolicy<CustomerPolicy>();
        security.AddPartners(builder.Configuration);

        var app = builder.Build();
        app.UseApiSecurity();
        app.UseWebSockets();

        if (app.Environment.IsDevelopment())
        {
            app.MapOpenApi().AsPublicEndpoint("development only");
            app.MapScalarApiReference("/docs").AsPublicEndpoint("development only").WithSecurityHeaders(SecurityHeadersPreset.OpenApiUi);
        }

        app.MapControllers();
        app.MapOrders();
        app.MapRefunds();
        app.MapOrderReferences();
        app.MapShop();
        app.MapPartners();
        app.MapSoap();
        app.MapApiSecurityPosture();
        return app;
    }
}
