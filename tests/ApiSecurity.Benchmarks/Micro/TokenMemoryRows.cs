using System.Globalization;
using ApiSecurity.Benchmarks.Http;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>What a flood of good tokens, each of them another, leaves behind.</summary>
internal static class TokenMemoryRows
{
    public static IAsyncEnumerable<Row> RunAsync() => RunAsync(50_000);

    /// <summary>Takes minutes, so it runs only when asked for.</summary>
    public static IAsyncEnumerable<Row> RunMillionAsync() => RunAsync(1_000_000);

    private static async IAsyncEnumerable<Row> RunAsync(int count)
    {
        await Task.Yield();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        BenchmarkServer.ConfigureOurs(builder);
        var services = builder.Build().Services;
        var context = new KestrelLikeContext(services);
        var pipeline = Pipelines.Build(services, static app => app.UseApiSecurityAuthentication());
        Send(services, context, pipeline, 0, 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Send(services, context, pipeline, 100, count);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        yield return new Row(
            string.Create(CultureInfo.InvariantCulture, $"memory after {count:N0} distinct tokens, room for 8,192"),
            string.Create(CultureInfo.InvariantCulture, $"{(after - before) / 1048576.0:0.0} MiB"),
            string.Create(CultureInfo.InvariantCulture, $"{(after - before) / 8192.0 / 1024:0.0} kB each"),
            null,
            "bounded",
            null);
        GC.KeepAlive(services);
    }

    private static void Send(IServiceProvider services, KestrelLikeContext context, RequestDelegate pipeline, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            using var scope = services.CreateScope();
            context.Services = scope.ServiceProvider;
            context.RequestHeaders.Authorization = "Bearer " + Tokens.Create(number);
            context.Send(pipeline);
        }
    }
}
