using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.IntegrationTests.DropIn.Apps;

/// <summary>
/// An application as they were written years ago: UseRouting and UseEndpoints by hand, Newtonsoft.Json, cookies, an open CORS policy,
/// the framework's rate limiter, synchronous bodies, and a developer exception page after everything else.
/// </summary>
internal static class OlderStyleApp
{
    public static ExistingApp Create(bool development = false) => new(
        development ? "older style, development" : "older style",
        builder =>
        {
            builder.Services.AddControllers().AddNewtonsoftJson().AddApplicationPart(typeof(OlderStyleApp).Assembly);
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod()));
            builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
                .AddCookie(options => options.Events.OnRedirectToLogin = context =>
                {
                    context.Response.Redirect("/signin");
                    return Task.CompletedTask;
                });
            builder.Services.AddRateLimiter(options => options.AddFixedWindowLimiter("slow", window =>
            {
                window.PermitLimit = 1;
                window.Window = TimeSpan.FromHours(1);
                window.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
            }));
            builder.Services.Configure<TestServerOptions>(options => options.AllowSynchronousIO = true);
        },
        app =>
        {
            app.UseDeveloperExceptionPage();
            app.UseRouting();
            app.UseCors();
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseRateLimiter();
#pragma warning disable ASP0014 // The older style is the point.
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapControllers();
                endpoints.MapGet("/slow", () => "slow").RequireRateLimiting("slow");
                endpoints.MapPost("/sync", context =>
                {
                    using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
                    var text = reader.ReadToEnd();
                    context.Response.Body.Write(Encoding.UTF8.GetBytes(text));
                    return Task.CompletedTask;
                });
            });
#pragma warning restore ASP0014
        },
        [
            new("GET", "/drop-in"),
            new("GET", "/drop-in/secret"),
            new("GET", "/drop-in/throws"),
            new("GET", "/drop-in/throws", null, null, ("Accept", "text/html")),
            new("POST", "/drop-in", """{"name":"a","amount":1}""", "application/json"),
            new("POST", "/drop-in", """{"Name":"a","Amount":"1","extra":true}""", "application/json"),
            new("POST", "/drop-in", """{'name':'a',amount:1}""", "application/json"),
            new("POST", "/drop-in", """{"amount":1000}""", "application/json"),
            new("POST", "/sync", "text of the body", "text/plain"),
            new("GET", "/slow"),
            new("GET", "/slow"),
            new("GET", "/drop-in", null, null, ("Origin", "https://any.example")),
            new("OPTIONS", "/drop-in", null, null, ("Origin", "https://any.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "x-a")),
            new("POST", "/drop-in", """{"name":"a","amount":1}""", "application/json", ("Origin", "https://any.example"), ("Cookie", "a=b"), ("Sec-Fetch-Site", "cross-site")),
            new("GET", "/nowhere"),
        ])
    { Environment = development ? "Development" : "Production" };
}
