namespace ApiSecurity.Benchmarks.Micro;

internal static class Pipelines
{
    /// <summary>A pipeline whose end does nothing.</summary>
    public static RequestDelegate Build(IServiceProvider services, Action<IApplicationBuilder> use)
    {
        var app = new ApplicationBuilder(services);
        use(app);
        app.Run(static _ => Task.CompletedTask);
        return app.Build();
    }

    public static void Send(this KestrelLikeContext context, RequestDelegate pipeline, int count)
    {
        for (var index = 0; index < count; index++)
        {
            context.Send(pipeline);
        }
    }
}
