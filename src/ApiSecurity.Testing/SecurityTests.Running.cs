using System.Text.Json;
using ApiSecurity.Posture;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Testing;

/// <content>Starts the application, and attacks it.</content>
public sealed partial class SecurityTests
{
    private static SecurityTests For<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, bool ownsFactory)
        where TEntryPoint : class
    {
        WebApplicationFactory<TEntryPoint>? derived = null;
        return new SecurityTests(
            null,
            tests =>
            {
                derived = factory.WithWebHostBuilder(builder =>
                {
                    if (ownsFactory)
                    {
                        builder.UseEnvironment(tests.Options.Environment);
                        // Each attack would be told at length.
                        builder.ConfigureLogging(logging => logging.ClearProviders());
                    }

                    builder.ConfigureTestServices(services => services.AddSecurityTests(tests.Tokens));
                });
                return Task.FromResult((derived.Services, derived.Server));
            },
            async () =>
            {
                if (derived is not null)
                {
                    await derived.DisposeAsync().ConfigureAwait(false);
                }

                if (ownsFactory)
                {
                    await factory.DisposeAsync().ConfigureAwait(false);
                }
            });
    }

    private static TestServer ServerOf(IServiceProvider services) => services.GetRequiredService<IServer>() as TestServer
        ?? throw new SecurityTestException("The application runs on a real server. Call builder.WebHost.UseTestServer(): the tests never leave the process.");

    private async Task<IReadOnlyList<SecurityTestCase>> CasesAsync()
    {
        if (_cases is null)
        {
            try
            {
                _app ??= await _start(this).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not SecurityTestException)
            {
                throw new SecurityTestException($"The application does not start in {Options.Environment}: {exception.Message}", exception);
            }

            _cases = [.. Probes.CasesOf(Report, Options)];
        }

        return _cases;
    }

    private PostureReport Report => (_app!.Value.Services.GetService<ApiPosture>()
        ?? throw new SecurityTestException("The application has no posture report. Call builder.Services.AddApiSecurity().")).GetReport();

    private async Task<SecurityTestResult> AttackAsync(SecurityTestCase @case, CancellationToken cancellationToken)
    {
        var seed = _seed ?? throw new InvalidOperationException("There is no seed. Call WithSeed(…): who calls, and whose is what.");
        var (services, server) = _app!.Value;
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var data = new SecurityTestData();
            await seed.SeedAsync(data, scope.ServiceProvider, cancellationToken).ConfigureAwait(false);
            var sender = new Sender(server, Options.RequestTimeout, Options.MaxRequestsPerCase);
            var context = new ProbeContext(
                @case.Endpoint, Report, data, sender, Tokens,
                new Samples(JsonOf(services.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions)),
                new Samples(JsonOf(services.GetRequiredService<IOptions<Microsoft.AspNetCore.Mvc.JsonOptions>>().Value.JsonSerializerOptions)),
                new ApiAuthorizationRoles(services.GetRequiredService<IOptions<ApiSecurityOptions>>().Value.Authorization),
                services.GetService<OutgoingRequests>() ?? new OutgoingRequests(),
                () => ++_absent)
            {
                AllowedOrigins = [.. services.GetRequiredService<IOptions<ApiSecurityOptions>>().Value.Cors.Origins.Where(origin => !origin.Contains('*', StringComparison.Ordinal))],
            };
            await Probes.RunAsync(@case.Probe, context, cancellationToken).ConfigureAwait(false);
            if (sender.IsAtLimit)
            {
                context.Note($"stopped at {Options.MaxRequestsPerCase} requests");
            }

            foreach (var finding in context.Findings)
            {
                finding.WaiverReason = _waivers.Find(waiver => waiver.Finding == finding.Id && (waiver.Endpoint == "*" || string.Equals(waiver.Endpoint, finding.Endpoint, StringComparison.OrdinalIgnoreCase))).Reason;
            }

            return new SecurityTestResult(@case, context.Findings, context.Notes, sender.Sent);
        }
    }

    /// <summary>Reflection for what the application's own contracts leave out: they may be source-generated for fewer types.</summary>
    private static JsonSerializerOptions JsonOf(JsonSerializerOptions options)
    {
        var copy = new JsonSerializerOptions(options);
        copy.TypeInfoResolver ??= new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver();
        copy.MakeReadOnly();
        return copy;
    }

    private sealed class DelegateSeed(Func<SecurityTestData, IServiceProvider, ValueTask> seed) : ISecurityTestSeed
    {
        public ValueTask SeedAsync(SecurityTestData data, IServiceProvider services, CancellationToken cancellationToken) => seed(data, services);
    }
}
