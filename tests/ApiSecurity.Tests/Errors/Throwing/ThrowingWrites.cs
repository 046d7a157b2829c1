namespace ApiSecurity.Tests.Errors.Throwing;

/// <summary>The stages that have begun to answer.</summary>
internal static class ThrowingWrites
{
    public static void Map(IEndpointRouteBuilder open)
    {
        open.MapGet("/result", () => new ThrowingResult());
        open.MapGet("/getter", () => new ThrowsInGetter("x"));
        open.MapGet("/getter-large", () => new ThrowsInGetter(new string('x', 6000)));
        open.MapGet("/getter-huge", () => new ThrowsInGetter(new string('x', 100_000)));
        open.MapGet("/write-converter", () => new ThrowsInConverter());
        open.MapGet("/sequence", Sequence);
        open.MapGet("/stream", () => Results.Stream(async stream =>
        {
            await stream.WriteAsync(new byte[1000]);
            await stream.FlushAsync();
            throw Thrown.Now();
        }));
        open.MapGet("/started", async context =>
        {
            await context.Response.WriteAsync("half an answer");
            await context.Response.Body.FlushAsync();
            throw Thrown.Now();
        });
        open.MapGet("/unflushed", context =>
        {
            context.Response.BodyWriter.GetMemory(100);
            context.Response.BodyWriter.Advance(100);
            throw Thrown.Now();
        });
        open.MapGet("/headers", IResult (HttpContext context) =>
        {
            context.Response.Headers.SetCookie = "session=" + Thrown.Secret;
            context.Response.Headers.ETag = "\"" + Thrown.Secret + "\"";
            context.Response.Headers["X-Debug"] = Thrown.Secret;
            context.Response.ContentType = "text/html";
            context.Response.ContentLength = 4711;
            throw Thrown.Now();
        });
        open.MapGet("/on-starting", (HttpContext context) =>
        {
            var exception = Thrown.Now();
            context.Response.OnStarting(() => throw exception);
            return "x";
        });
        open.MapGet("/on-starting-silent", (HttpContext context) =>
        {
            var exception = Thrown.Now();
            context.Response.OnStarting(() => throw exception);
        });
        open.MapGet("/on-completed", (HttpContext context) =>
        {
            var exception = Thrown.Now();
            context.Response.OnCompleted(() => throw exception);
            return "x";
        });
    }

    private static async IAsyncEnumerable<string> Sequence()
    {
        yield return new string('x', 100_000);
        await Task.Yield();
        throw Thrown.Now();
    }
}
