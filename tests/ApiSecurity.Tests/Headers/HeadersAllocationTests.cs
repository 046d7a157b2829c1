using System.Security.Claims;
using ApiSecurity.Headers;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace ApiSecurity.Tests.Headers;

/// <summary>The promise of 0 B a request, held by the counter of the thread.</summary>
public sealed class HeadersAllocationTests
{
    [Theory]
    [InlineData("Api", false)]
    [InlineData("Api", true)]
    [InlineData("Browser", true)]
    public void A_request_allocates_nothing(string policy, bool crowded)
    {
        var options = new HeadersOptions { Paths = { ["/docs"] = "OpenApiUi" } };
        var response = new StartableResponse();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(response);
        context.Features.Set<IHttpAuthenticationFeature>(new Authentication { User = new ClaimsPrincipal(new ClaimsIdentity("Test")) });
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("api.example:8443");
        context.Request.Path = "/orders/7";
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new SecurityHeadersAttribute(policy)), null));
        var middleware = new HeadersMiddleware(_ => Task.CompletedTask, new HeaderPolicySource(new FixedOptions(options)));
        void Run()
        {
            response.Headers.Clear();
            response.Headers.ContentType = "application/json";
            if (crowded)
            {
                response.Headers.ETag = "\"1\"";
                response.Headers.XFrameOptions = "SAMEORIGIN";
                response.Headers.Server = "me";
            }

            middleware.InvokeAsync(context);
            response.Start();
        }

        Assert.Equal(0, Allocations.Of(Run));
        Assert.Equal("max-age=63072000; includeSubDomains", response.Headers.StrictTransportSecurity);
        Assert.Equal("no-store", response.Headers.CacheControl);
        Assert.Equal("nosniff", response.Headers.XContentTypeOptions);
        Assert.Equal(crowded ? "SAMEORIGIN" : "DENY", response.Headers.XFrameOptions);
        Assert.Equal(0, response.Headers.Server.Count);
    }

    private sealed class FixedOptions(HeadersOptions options) : FeatureOptionsSource<HeadersOptions>
    {
        public override HeadersOptions Current => options;

        public override void OnChange(Action<HeadersOptions> changed)
        {
        }
    }

    private sealed class Authentication : IHttpAuthenticationFeature
    {
        public ClaimsPrincipal? User { get; set; }
    }

    /// <summary>The framework's own forgets the callbacks, so a response would never start.</summary>
    private sealed class StartableResponse : HttpResponseFeature
    {
        private Func<object, Task>? _callback;
        private object? _state;

        public override void OnStarting(Func<object, Task> callback, object state) => (_callback, _state) = (callback, state);

        public void Start() => Assert.True(_callback!(_state!).IsCompletedSuccessfully);
    }
}
