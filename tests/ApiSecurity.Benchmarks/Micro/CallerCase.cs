using ApiSecurity.Authentication;
using ApiSecurity.Authorization;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>The authentication step with an API key, and a question to the caller that came of it.</summary>
internal sealed class CallerCase
{
    private readonly KestrelLikeContext _context;
    private readonly KestrelLikeContext _forgetful;
    private readonly IServiceProvider _forgetfulServices;
    private readonly RequestDelegate _known;
    private readonly RequestDelegate _unknown;
    private readonly string[] _keys;
    private readonly Caller _caller;
    private int _next;

    public CallerCase()
    {
        // More than the small memory has room for, asked in turn: none of them is ever known there.
        var keys = Enumerable.Range(0, 512).Select(number => GeneratedApiKey.Generate($"partner{number}")).ToArray();
        _keys = [.. keys.Select(key => $"{ApiKeyDefaults.AuthenticationScheme} {key.Text}")];
        var services = Build(keys, []);
        _context = new KestrelLikeContext(services);
        _context.RequestHeaders.Authorization = _keys[0];
        _known = Pipelines.Build(services, static app => app.UseApiSecurityAuthentication());
        _forgetfulServices = Build(keys, new() { ["ApiSecurity:CredentialCache:Capacity"] = "64" });
        _forgetful = new KestrelLikeContext(_forgetfulServices);
        _unknown = Pipelines.Build(_forgetfulServices, static app => app.UseApiSecurityAuthentication().Run(static context =>
            context.User.Identity is { IsAuthenticated: true } ? Task.CompletedTask : throw new InvalidOperationException("The key was refused.")));
        _caller = CallerOf(services, _context);
    }

    public void Known(int count) => _context.Send(_known, count);

    public void Unknown(int count)
    {
        for (var index = 0; index < count; index++)
        {
            using var scope = _forgetfulServices.CreateScope();
            _forgetful.Services = scope.ServiceProvider;
            _forgetful.RequestHeaders.Authorization = _keys[_next = (_next + 1) % _keys.Length];
            _forgetful.Send(_unknown);
        }
    }

    public void Can(int count)
    {
        for (var index = 0; index < count; index++)
        {
            if (!_caller.Can("orders.write"))
            {
                throw new InvalidOperationException("The caller may not.");
            }
        }
    }

    private static Caller CallerOf(IServiceProvider services, KestrelLikeContext context)
    {
        Caller? caller = null;
        using var scope = services.CreateScope();
        context.Services = scope.ServiceProvider;
        context.Send(Pipelines.Build(services, app => app.UseApiSecurityAuthentication().Run(request =>
        {
            caller = request.GetCaller();
            return Task.CompletedTask;
        })));
        context.Services = services;
        return caller!;
    }

    private static IServiceProvider Build(GeneratedApiKey[] keys, Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        foreach (var key in keys)
        {
            var path = $"ApiSecurity:ApiKeys:Keys:{key.Id}";
            settings[$"{path}:Hash"] = key.Hash;
            settings[$"{path}:Owner"] = "acme";
            settings[$"{path}:Permissions:0"] = "orders.read";
            settings[$"{path}:Permissions:1"] = "orders.write";
        }

        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddApiSecurity().AddApiKeys();
        return builder.Build().Services;
    }
}
