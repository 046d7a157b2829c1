using ApiSecurity;
using OrdersApi.Data;

namespace OrdersApi.Secured;

/// <summary>For the partners' machines, which come with an API key or a password where some are configured.</summary>
public static class PartnerEndpoints
{
    public static void AddPartners(this ApiSecurityBuilder security, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(security);
        if (configuration.GetSection("ApiSecurity:ApiKeys:Keys").Exists())
        {
            security.AddApiKeys();
        }

        if (configuration.GetSection("ApiSecurity:Basic:Users").Exists())
        {
            security.AddBasic();
        }
    }

    public static void MapPartners(this IEndpointRouteBuilder app) =>
        app.MapGet("/partner/prices", () => Catalogue.Prices).RequirePermission("prices.read");
}
