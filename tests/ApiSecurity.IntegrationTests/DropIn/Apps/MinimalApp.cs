namespace ApiSecurity.IntegrationTests.DropIn.Apps;

/// <summary>What <c>dotnet new webapi</c> makes, with a POST beside the forecast.</summary>
internal static class MinimalApp
{
    public static ExistingApp Create() => new(
        "minimal",
        builder => builder.Services.AddOpenApi(),
        app =>
        {
            app.MapOpenApi();
            app.UseHttpsRedirection();
            app.MapGet("/weatherforecast", () => new[] { new Forecast(new DateOnly(2026, 1, 1), 20, "Mild") }).WithName("GetWeatherForecast");
            app.MapPost("/weatherforecast", (Forecast forecast) => TypedResults.Created($"/weatherforecast/{forecast.Date}", forecast));
            app.MapGet("/throws", string () => throw new InvalidOperationException("broken"));
            app.MapGet("/missing", () => Results.NotFound());
            app.MapPut("/raw", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync());
        },
        [
            new("GET", "/weatherforecast"),
            new("HEAD", "/weatherforecast"),
            new("GET", "/openapi/v1.json"),
            new("POST", "/weatherforecast", """{"date":"2026-01-01","temperatureC":20,"summary":"Mild"}""", "application/json"),
            new("POST", "/weatherforecast", """{"DATE":"2026-01-01","temperatureC":"20","unknown":1}""", "application/json; charset=utf-8"),
            new("POST", "/weatherforecast", """{"date":"2026-01-01","temperatureC":20,"temperatureC":21}""", "application/json"),
            new("POST", "/weatherforecast", "{", "application/json"),
            new("POST", "/weatherforecast", "", "application/json"),
            new("POST", "/weatherforecast", "<a/>", "application/xml"),
            new("POST", "/weatherforecast", "{}"),
            new("PUT", "/raw", "anything", "text/plain"),
            new("DELETE", "/weatherforecast"),
            new("TRACE", "/weatherforecast"),
            new("FROB", "/weatherforecast"),
            new("GET", "/weatherforecast", null, null, ("X-HTTP-Method-Override", "DELETE")),
            new("GET", "/weatherforecast", null, null, ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Proto", "http")),
            new("GET", "/weatherforecast", null, null, ("Origin", "https://evil.example")),
            new("OPTIONS", "/weatherforecast", null, null, ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")),
            new("GET", "/weatherforecast", null, null, ("Authorization", "Bearer not-a-token")),
            new("GET", "/weatherforecast", null, null, ("Accept", "text/html")),
            new("GET", "/weatherforecast?a=%00&b=%c0%af"),
            new("GET", "/weather%2fforecast"),
            new("GET", "/weatherforecast%00"),
            new("GET", "/nowhere"),
            new("GET", "/missing"),
            new("GET", "/throws"),
        ]);

    public sealed record Forecast(DateOnly Date, int TemperatureC, string? Summary);
}
