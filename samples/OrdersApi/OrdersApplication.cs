using OrdersApi.Bare;
using OrdersApi.Development;
using OrdersApi.Secured;

namespace OrdersApi;

/// <summary>Chooses between the two APIs; the AttackDemo and the tests start them through here as well.</summary>
public static class OrdersApplication
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. args.Select(arg => arg == "--bare" ? "--OrdersApi:Bare=true" : arg)],
            ApplicationName = typeof(OrdersApplication).Assembly.GetName().Name,
            ContentRootPath = Path.Combine(AppContext.BaseDirectory, "OrdersApiContent"),
        });
        if (builder.Environment.IsDevelopment())
        {
            DevelopmentIssuer.AddTo(builder.Services);
            builder.Services.AddHostedService<CurlLines>();
        }

        configure?.Invoke(builder);
        return builder.Configuration.GetValue<bool>("OrdersApi:Bare") ? BareApi.Build(builder) : SecuredApi.Build(builder);
    }
}
