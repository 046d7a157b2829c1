using System.Buffers;
using System.Security.Claims;
using System.Text.Json;
using ApiSecurity.Authorization;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>An answer of 50 orders, two of whose twelve members have rules, beside the serializer without any.</summary>
internal sealed class PropertyCase
{
    private readonly JsonSerializerOptions _ruled;
    private readonly JsonSerializerOptions _plain = new(JsonSerializerDefaults.Web);
    private readonly Order[] _orders;
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _writer;
    private readonly KestrelLikeContext _context;
    private readonly IHttpContextAccessor _accessor;

    public PropertyCase()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddApiSecurity();
        var services = builder.Build().Services;
        _ruled = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        _accessor = services.GetRequiredService<IHttpContextAccessor>();
        _context = new KestrelLikeContext(services);
        _writer = new Utf8JsonWriter(_buffer);
        _orders = [.. Enumerable.Range(0, 50).Select(index => new Order(
            Guid.CreateVersion7(), "north", $"customer {index}", "shipped", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), 100.25m + index, 12.5m, "ring twice", "DE-SUPPLIER-1",
            [new("oak-table", 1, 80m), new("chair", 4, 20.25m)], new("Main street 1", "10115", "Berlin"), true))];
        if (Length(Finance, _ruled) != Length(Finance, _plain) || Length(Nobody, _ruled) >= Length(Nobody, _plain))
        {
            throw new InvalidOperationException("The rules are not held.");
        }
    }

    public static ClaimsPrincipal Finance { get; } = new(new ClaimsIdentity([new Claim("sub", "alice"), new Claim("permissions", "finance")], "test"));

    public static ClaimsPrincipal Nobody { get; } = new(new ClaimsIdentity([new Claim("sub", "bob")], "test"));

    public void Plain(int count) => Write(count, Finance, _plain);

    public void Seen(int count) => Write(count, Finance, _ruled);

    public void Unseen(int count) => Write(count, Nobody, _ruled);

    private int Length(ClaimsPrincipal user, JsonSerializerOptions options)
    {
        Write(1, user, options);
        return _buffer.WrittenCount;
    }

    private void Write(int count, ClaimsPrincipal user, JsonSerializerOptions options)
    {
        _context.User = user;
        _accessor.HttpContext = _context.Context;
        _accessor.HttpContext.User = user;
        for (var index = 0; index < count; index++)
        {
            _buffer.ResetWrittenCount();
            _writer.Reset(_buffer);
            JsonSerializer.Serialize(_writer, _orders, options);
        }
    }

    internal sealed record Order(
        Guid Id, string Tenant, string Customer, string Status, DateTimeOffset PlacedAt, decimal Total, [ReadableBy("finance")] decimal Margin, string Note,
        [Sensitive][ReadableBy("finance", "purchase")] string Supplier, Line[] Lines, Address Address, bool IsPaid);

    internal sealed record Line(string Sku, int Quantity, decimal Price);

    internal sealed record Address(string Street, string Code, string City);
}
