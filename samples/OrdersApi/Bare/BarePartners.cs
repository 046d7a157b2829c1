using System.Text;
using OrdersApi.Data;

namespace OrdersApi.Bare;

/// <summary>For the partners' machines, which come with an API key or a password.</summary>
public static class BarePartners
{
    public static void MapBarePartners(this IEndpointRouteBuilder app) =>
        app.MapGet("/partner/prices", (HttpRequest request, IConfiguration configuration) =>
            IsKey(request, configuration["OrdersApi:Partner:Key"]) || IsPassword(request, configuration["OrdersApi:Partner:Name"], configuration["OrdersApi:Partner:Password"])
                ? Results.Ok(Catalogue.Prices) : Results.Unauthorized());

    // "So that it can be tried in the browser."
    private static bool IsKey(HttpRequest request, string? key) =>
        key is not null && (request.Headers["X-Api-Key"] == key || request.Query["api_key"] == key);

    // Nobody counts how often it was wrong.
    private static bool IsPassword(HttpRequest request, string? name, string? password)
    {
        var header = request.Headers.Authorization.ToString();
        return name is not null && header.StartsWith("Basic ", StringComparison.Ordinal)
            && Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])) == $"{name}:{password}";
    }
}
