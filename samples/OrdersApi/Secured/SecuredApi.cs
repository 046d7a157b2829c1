using OrdersApi.Data;
using Scalar.AspNetCore;

namespace OrdersApi.Secured;

/// <summary>The API behind ApiSecurity: what a team's own Program.cs would say.</summary>
public static class SecuredApi
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddShop();
        builder.Services.AddControllersOf(typeof(SecuredApi).Namespace!);
        builder.Services.AddOpenApi();
        builder.Services.AddApiSecurity();

        var app = builder.Build();
        app.UseApiSecurity();

        app.MapOpenApi().AllowAnonymous();
        app.MapScalarApiReference("/docs").AllowAnonymous();
        app.MapControllers();
        return app;
    }
}
