using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;

namespace OrdersApi.Data;

public static class ShopServices
{
    /// <summary>What both APIs, the bare and the secured one, work on.</summary>
    public static IServiceCollection AddShop(this IServiceCollection services)
    {
        services.AddSingleton<ShopStore>();
        services.AddHostedService(provider => provider.GetRequiredService<ShopStore>());
        services.AddDbContext<ShopDb>((provider, options) => options.UseSqlite(provider.GetRequiredService<ShopStore>().ConnectionString));
        services.AddSingleton<Documents>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        return services;
    }
}
