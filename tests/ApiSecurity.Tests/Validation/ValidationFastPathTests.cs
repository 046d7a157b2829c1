using ApiSecurity.Pipeline;
using ApiSecurity.Validation;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Tests.Validation;

public sealed class ValidationFastPathTests
{
    [Theory]
    [InlineData("GET", "/list", null)]
    [InlineData("POST", "/raw", "application/json")]
    [InlineData("POST", "/orders", null)]
    [InlineData("GET", null, null)]
    public async Task A_request_without_a_body_to_check_allocates_nothing(string method, string? path, string? contentType)
    {
        await using var app = await ValidatedApp.StartAsync(app =>
        {
            app.MapGet("/list", () => "list");
            app.MapPost("/raw", (HttpContext context) => Task.CompletedTask);
            app.MapPost("/orders", (Purchase order) => "bound");
        });
        var services = app.App.Services;
        var middleware = new ValidationMiddleware(
            _ => Task.CompletedTask,
            services.GetRequiredService<FeatureOptionsSource<RequestValidationOptions>>(),
            services.GetRequiredService<ValidationPlans>(),
            services.GetRequiredService<JsonContracts>(),
            services.GetRequiredService<XmlBodies>(),
            services.GetRequiredService<Refusals>());
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = method;
        context.Request.ContentType = contentType;
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new NoBody());
        context.SetEndpoint(services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().FirstOrDefault(endpoint => endpoint.RoutePattern.RawText == path));

        Assert.Equal(0, Allocations.Of(middleware.InvokeAsync, context));
    }

    private sealed class NoBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => false;
    }
}
