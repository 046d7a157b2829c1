using System.Linq.Expressions;
using System.Security.Cryptography;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.OpaqueIds;

public sealed class Parcel
{
    public int Id { get; set; }

    public string Owner { get; set; } = "";
}

public sealed class Carrier
{
    public Guid Id { get; set; }
}

public sealed class Place
{
    public string Id { get; set; } = "";
}

public sealed class ParcelPolicy : ObjectPolicy<Parcel, int>
{
    public static readonly Parcel[] Parcels = [.. Enumerable.Range(1, 9).Select(id => new Parcel { Id = id, Owner = id % 2 == 0 ? "bob" : "alice" })];

    protected override IQueryable<Parcel> Source => Parcels.AsQueryable();

    protected override bool AllowsAnonymous => true;

    protected override Expression<Func<Parcel, bool>> HasId(int id) => p => p.Id == id;

    protected override Expression<Func<Parcel, bool>> Boundary(Caller caller) => p => true;

    protected override Expression<Func<Parcel, bool>> Allow(Caller caller, Operation operation) => p => p.Owner == "alice";
}

/// <summary>A key in a file, as an application has it.</summary>
internal sealed class KeyFile : IDisposable
{
    public KeyFile(byte[]? key = null)
    {
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllText(Path, Convert.ToBase64String(key ?? RandomNumberGenerator.GetBytes(32)) + "\n");
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}

internal static class OpaqueIdApp
{
    public static Task<TestApp> StartAsync(
        Action<WebApplication> map, IReadOnlyList<KeyFile> keys, Action<OpaqueIdsBuilder>? ids = null, string environment = "Production", Action<WebApplicationBuilder>? services = null)
    {
        var settings = new Dictionary<string, string?> { ["Authorization:DisabledReason"] = "a test", ["Transport:RequireHttps"] = "false" };
        for (var index = 0; index < keys.Count; index++)
        {
            settings[$"OpaqueIds:Keys:{index}:Id"] = $"key {keys[index].Path}";
            settings[$"OpaqueIds:Keys:{index}:KeyFile"] = keys[index].Path;
        }

        return TestApp.StartAsync(
            map,
            settings,
            builder =>
            {
                builder.Services.AddApiSecurity().AddObjectPolicy<ParcelPolicy>().AddOpaqueIds(ids ?? (static ids => ids.For<Parcel>().For<Carrier>("carrier").For<Place>()));
                services?.Invoke(builder);
            },
            environment: environment);
    }

    public static async Task<(int Status, string Text)> SendAsync(this TestApp app, string path, string? json = null)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static OpaqueIdCodec Codec(this TestApp app) => app.App.Services.GetRequiredService<OpaqueIdCodec>();
}
