using System.Text.Json;
using System.Text.Json.Serialization;

namespace ApiSecurity.Tests.Errors.Throwing;

internal sealed class ThrowsInBindAsync
{
    public static async ValueTask<ThrowsInBindAsync?> BindAsync(HttpContext context)
    {
        await Task.Yield();
        throw Thrown.Now();
    }
}

internal sealed class ThrowsInTryParse
{
    public static bool TryParse(string text, out ThrowsInTryParse value) => throw Thrown.Now();
}

internal sealed class ThrowsInSetter
{
    public string Name
    {
        get => string.Empty;
        set => throw Thrown.Now();
    }
}

internal sealed record ThrowsInGetter(string Before)
{
    public string Bad => throw Thrown.Now();
}

[JsonConverter(typeof(ThrowingConverter))]
internal sealed class ThrowsInConverter;

internal sealed class ThrowingConverter : JsonConverter<ThrowsInConverter>
{
    public override ThrowsInConverter Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw Thrown.Now();

    public override void Write(Utf8JsonWriter writer, ThrowsInConverter value, JsonSerializerOptions options) => throw Thrown.Now();
}

internal sealed class ThrowsInConstructor
{
    public ThrowsInConstructor() => throw Thrown.Now();
}

internal sealed class ThrowsInDispose : IDisposable
{
    private readonly Exception _exception = Thrown.Now();

    public void Dispose() => throw _exception;
}

internal sealed class ThrowingResult : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => throw Thrown.Now();
}

internal sealed class ThrowingConstraint : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        routeDirection == RouteDirection.IncomingRequest && httpContext is not null ? throw Thrown.Now() : true;
}
