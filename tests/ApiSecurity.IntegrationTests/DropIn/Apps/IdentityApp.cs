using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.IntegrationTests.DropIn.Apps;

/// <summary>ASP.NET Core Identity's own API endpoints, bearer and cookie, on SQLite.</summary>
internal static class IdentityApp
{
    public static ExistingApp Create() => new(
        "identity",
        AddServices,
        app => MapEndpoints(app),
        [
            new("POST", "/register", """{"email":"a@shop.example","password":"Pass-word-1"}""", "application/json"),
            new("POST", "/register", """{"email":"a@shop.example","password":"weak"}""", "application/json"),
            new("POST", "/login", """{"email":"a@shop.example","password":"wrong"}""", "application/json"),
            new("POST", "/login?useCookies=true", """{"email":"a@shop.example","password":"Pass-word-1"}""", "application/json"),
            new("GET", "/mine"),
            new("GET", "/mine", null, null, ("Authorization", "Bearer garbage")),
            new("GET", "/mine", null, null, ("Cookie", ".AspNetCore.Identity.Application=garbage")),
            new("GET", "/open"),
            new("GET", "/manage/info"),
            new("POST", "/forgotPassword", """{"email":"a@shop.example"}""", "application/json", ("Cookie", "a=b"), ("Sec-Fetch-Site", "cross-site")),
        ]);

    public static void AddServices(WebApplicationBuilder builder)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        builder.Services.AddDbContext<UsersDb>(options => options.UseSqlite(connection));
        builder.Services.AddIdentityApiEndpoints<IdentityUser>().AddEntityFrameworkStores<UsersDb>();
        builder.Services.AddAuthorization();
    }

    /// <returns>Identity's own endpoints.</returns>
    public static IEndpointConventionBuilder MapEndpoints(WebApplication app)
    {
        using (var scope = app.Services.CreateScope())
        {
            scope.ServiceProvider.GetRequiredService<UsersDb>().Database.EnsureCreated();
        }

        var identity = app.MapIdentityApi<IdentityUser>();
        app.MapGet("/mine", (System.Security.Claims.ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
        app.MapGet("/open", () => "open");
        return identity;
    }

    private sealed class UsersDb(DbContextOptions<UsersDb> options) : IdentityDbContext<IdentityUser>(options);
}
