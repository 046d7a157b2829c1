namespace ApiSecurity.Analyzers.Tests;

public sealed class PipelineTests
{
    [Fact]
    public Task UseApiSecurity_behind_what_it_should_stand_before() => Code.ExpectAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddApiSecurity();
        var app = builder.Build();
        app.UsePathBase("/shop");
        app.UseStaticFiles();
        app.UseRouting();      // APISEC014
        app.UseAuthentication();      // APISEC014
        app.Map("/old", old => old.Run(context => context.Response.WriteAsync("old")));      // APISEC014
        app.UseApiSecurity();
        app.UseAuthorization();
        app.MapGet("/", () => "ok");
        app.Run();
        """);

    [Fact]
    public Task In_a_class_of_its_own() => Code.ExpectAsync(
        """
        public sealed class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddApiSecurity();

            public void Configure(IApplicationBuilder app)
            {
                app.UseCors();      // APISEC014
                app.UseApiSecurity();
                app.UseEndpoints(endpoints => endpoints.MapGet("/", () => "ok"));
            }
        }
        """,
        "APISEC014");

    [Fact]
    public Task In_its_place_there_is_no_alarm() => Code.ExpectAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddApiSecurity();
        var app = builder.Build();
        app.UsePathBase("/shop");
        app.UseApiSecurityHeaders();
        app.UseStaticFiles();
        app.MapGet("/before", () => "an endpoint runs at the end, wherever it is mapped");
        app.UseApiSecurity();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOpenApi().RequireAuthorization();
        app.MapGet("/", () => "ok");
        app.Run();
        """);

    [Fact]
    public Task Services_without_a_pipeline() => Code.ExpectAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddApiSecurity();      // APISEC014
        var app = builder.Build();
        app.MapGet("/", () => "ok");
        app.Run();
        """);

    [Fact]
    public Task The_package_without_anything() => Code.ExpectAsync(
        """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();      // APISEC014
        app.MapOpenApi();      // APISEC025
        app.Run();
        """);

    [Fact]
    public Task The_description_for_everybody() => Code.ExpectAsync(
        """
        app.UseApiSecurity();
        app.MapOpenApi("/a").AllowAnonymous();      // APISEC025
        app.MapOpenApi("/b");
        if (app.Environment.IsDevelopment())
        {
            app.MapOpenApi("/c").AllowAnonymous();
        }
        """);
}
