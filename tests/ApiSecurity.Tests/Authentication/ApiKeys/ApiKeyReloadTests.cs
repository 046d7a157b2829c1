using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Tests.Authentication;

/// <summary>The configuration changes while a key is being verified: what was good by the old one must not be remembered.</summary>
public sealed class ApiKeyReloadTests
{
    [Fact]
    public async Task A_key_that_is_verified_while_keys_are_switched_off_opens_nothing_afterwards()
    {
        var isArmed = false;
        TestApp? running = null;
        await using var app = running = await KeyApp.StartAsync(
            new MemoryKeyStore(),
            services: builder => builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new CallsThrough(() =>
            {
                if (isArmed && IsCalledBy("ApiKeyHandler"))
                {
                    isArmed = false;
                    Set(running!, "ApiKeys:DisabledReason", "an incident");
                }
            })));
        var key = await app.IssueAsync();

        isArmed = true;
        using var before = await app.SendAsync("/me", ("Authorization", $"ApiKey {key.Text}"));
        Assert.False(isArmed, "The configuration has not changed meanwhile.");

        using var after = await app.SendAsync("/me", ("Authorization", $"ApiKey {key.Text}"));
        Assert.Equal(401, (int)after.StatusCode);
    }

    private static bool IsCalledBy(string name) => Environment.StackTrace.Contains(name, StringComparison.Ordinal);

    private static void Set(TestApp app, string key, string? value)
    {
        app.App.Configuration[$"ApiSecurity:{key}"] = value;
        ((IConfigurationRoot)app.App.Configuration).Reload();
    }

    /// <summary>Tells when somebody wants to know where a request comes from.</summary>
    private sealed class CallsThrough(Action asked) : Microsoft.AspNetCore.Hosting.IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate rest) =>
            {
                context.Features.Set<IHttpConnectionFeature>(new Connection(asked));
                return rest(context);
            });
            next(app);
        };
    }

    private sealed class Connection(Action asked) : IHttpConnectionFeature
    {
        public string ConnectionId { get; set; } = "";

        public IPAddress? LocalIpAddress { get; set; }

        public int LocalPort { get; set; }

        public int RemotePort { get; set; }

        public IPAddress? RemoteIpAddress
        {
            get
            {
                asked();
                return IPAddress.Loopback;
            }

            set
            {
            }
        }
    }
}
