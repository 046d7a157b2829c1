using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>
/// A context that is used again and again, as Kestrel does it: with Kestrel's own header collections, callbacks that run when the answer
/// starts, and nothing that is made anew for a request.
/// </summary>
internal sealed class KestrelLikeContext
{
    private static readonly Assembly Kestrel = typeof(KestrelServerOptions).Assembly;

    private readonly FeatureCollection _features = new();
    private readonly Request _request = new();
    private readonly Response _response = new();
    private readonly Connection _connection = new();
    private readonly RequestServices _services = new();
    private readonly DefaultHttpContext _context;
    private readonly Action _resetResponseHeaders;

    public KestrelLikeContext(IServiceProvider services)
    {
        // Internal, but what users' headers really end up in: a dictionary in their place would flatter whoever sets many.
        _response.Headers = (IHeaderDictionary)Create("HttpResponseHeaders");
        _request.Headers = new HeaderDictionary();
        _resetResponseHeaders = _response.Headers.GetType().GetMethod("Reset")!.CreateDelegate<Action>(_response.Headers);
        _services.RequestServicesValue = services;
        _features.Set<IHttpRequestFeature>(_request);
        _features.Set<IHttpResponseFeature>(_response);
        _features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        _features.Set<IHttpConnectionFeature>(_connection);
        _features.Set<IServiceProvidersFeature>(_services);
        _context = new DefaultHttpContext(_features);
    }

    public IHeaderDictionary RequestHeaders => _request.Headers;

    public IHeaderDictionary ResponseHeaders => _response.Headers;

    /// <summary>The target as it came: what reads it by itself sees this, and the path stays.</summary>
    public string Target
    {
        get => _request.RawTarget;
        set => _request.RawTarget = value;
    }

    public Endpoint? Endpoint { get; set; }

    public System.Security.Claims.ClaimsPrincipal? User { get; set; }

    public HttpContext Context => _context;

    /// <summary>The request's services: a scope of its own where something is kept there.</summary>
    public IServiceProvider Services
    {
        get => _services.RequestServicesValue;
        set => _services.RequestServicesValue = value;
    }

    /// <summary>Runs one request through the pipeline to the moment at which the head of the answer would be sent.</summary>
    public void Send(RequestDelegate pipeline)
    {
        _response.StatusCode = 200;
        _response.HasStarted = false;
        _resetResponseHeaders();
        _features.Set<IHttpAuthenticationFeature>(null);
        _features.Set<IAuthenticateResultFeature>(null);
        _context.Initialize(_features);
        if (Endpoint is not null)
        {
            _context.SetEndpoint(Endpoint);
        }

        if (User is not null)
        {
            _context.User = User;
        }

        var task = pipeline(_context);
        if (!task.IsCompletedSuccessfully)
        {
            task.GetAwaiter().GetResult();
        }

        _response.Start();
        _response.Complete();
        _context.Uninitialize();
    }

    private static object Create(string name)
    {
        var type = Kestrel.GetType($"Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.{name}", throwOnError: true)!;
        return Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public, null, [null], null)!;
    }

    private sealed class Request : IHttpRequestFeature
    {
        public string Protocol { get; set; } = "HTTP/1.1";

        public string Scheme { get; set; } = "https";

        public string Method { get; set; } = "GET";

        public string PathBase { get; set; } = string.Empty;

        public string Path { get; set; } = "/orders/42";

        public string QueryString { get; set; } = string.Empty;

        public string RawTarget { get; set; } = "/orders/42";

        public IHeaderDictionary Headers { get; set; } = null!;

        public Stream Body { get; set; } = Stream.Null;
    }

    private sealed class Response : IHttpResponseFeature
    {
        private readonly Stack<KeyValuePair<Func<object, Task>, object>> _starting = new();
        private readonly Stack<KeyValuePair<Func<object, Task>, object>> _completed = new();

        public int StatusCode { get; set; }

        public string? ReasonPhrase { get; set; }

        public IHeaderDictionary Headers { get; set; } = null!;

        public Stream Body { get; set; } = Stream.Null;

        public bool HasStarted { get; set; }

        public void OnStarting(Func<object, Task> callback, object state) => _starting.Push(new(callback, state));

        public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push(new(callback, state));

        public void Start()
        {
            Run(_starting);
            HasStarted = true;
        }

        public void Complete() => Run(_completed);

        private static void Run(Stack<KeyValuePair<Func<object, Task>, object>> callbacks)
        {
            while (callbacks.TryPop(out var entry))
            {
                var task = entry.Key(entry.Value);
                if (!task.IsCompletedSuccessfully)
                {
                    task.GetAwaiter().GetResult();
                }
            }
        }
    }

    private sealed class Connection : IHttpConnectionFeature
    {
        public string ConnectionId { get; set; } = "0HN1";

        public IPAddress? RemoteIpAddress { get; set; } = IPAddress.Parse("192.0.2.17");

        public IPAddress? LocalIpAddress { get; set; } = IPAddress.Loopback;

        public int RemotePort { get; set; } = 50_000;

        public int LocalPort { get; set; } = 443;
    }

    private sealed class RequestServices : IServiceProvidersFeature
    {
        IServiceProvider IServiceProvidersFeature.RequestServices
        {
            get => RequestServicesValue;
            set => RequestServicesValue = value;
        }

        public IServiceProvider RequestServicesValue { get; set; } = null!;
    }
}
