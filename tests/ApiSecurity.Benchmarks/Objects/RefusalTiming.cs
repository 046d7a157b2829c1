using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ApiSecurity.Authorization;
using ApiSecurity.Benchmarks.Http;

namespace ApiSecurity.Benchmarks.Objects;

/// <summary>
/// Whether the time tells a client what is not there from what is not theirs: requests over HTTP, in turns, on one connection of the same machine,
/// which is as close as an attacker can get. The medians, and how sure one could be after one request (Mann-Whitney).
/// </summary>
internal static class RefusalTiming
{
    private const int Rows = 100_000;
    private const int Requests = 10_000;
    private const int WarmUp = 2_000;
    private const int Foreign = 2;
    private const int Absent = 999_999_999;

    public static async Task<Row> RunAsync()
    {
        using var connection = ParcelDb.Fill(Rows);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddScoped(_ => ParcelDb.On(connection));
        BenchmarkServer.ConfigureOurs(builder);
        builder.Services.AddApiSecurity().AddObjectPolicy<ParcelPolicy>();
        await using var app = builder.Build();
        app.UseApiSecurity();
        app.MapGet("/parcels/{id:int}", (Authorized<Parcel> parcel) => TypedResults.Ok(parcel.Value));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.Create());
        for (var warm = 0; warm < WarmUp; warm++)
        {
            await TimeAsync(client, warm % 2 == 0 ? Foreign : Absent);
        }

        var foreign = new double[Requests];
        var absent = new double[Requests];
        for (var index = 0; index < Requests; index++)
        {
            // Now the one first and now the other, so that neither is always the one behind a collection.
            if (index % 2 == 0)
            {
                foreign[index] = await TimeAsync(client, Foreign);
                absent[index] = await TimeAsync(client, Absent);
            }
            else
            {
                absent[index] = await TimeAsync(client, Absent);
                foreign[index] = await TimeAsync(client, Foreign);
            }
        }

        var (a, b) = (Median(foreign), Median(absent));
        var chance = Chance(foreign, absent);
        return new Row(
            $"forbidden and absent over HTTP, {Requests:N0} requests each", string.Create(CultureInfo.InvariantCulture, $"{a:0.0} µs"), string.Create(CultureInfo.InvariantCulture, $"{b:0.0} µs"), a / b,
            string.Create(CultureInfo.InvariantCulture, $"one request tells with a chance of {chance:0.000} which it is (0.5 is guessing; within 0.05)"), Math.Abs(chance - 0.5) <= 0.05);
    }

    private static async Task<double> TimeAsync(HttpClient client, int id)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await client.GetAsync(new Uri($"/parcels/{id}", UriKind.Relative));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        return response.StatusCode == HttpStatusCode.NotFound ? elapsed : throw new InvalidOperationException($"The answer is {response.StatusCode}.");
    }

    /// <summary>The chance that a request for a foreign object takes longer than one for an absent object.</summary>
    private static double Chance(double[] foreign, double[] absent)
    {
        double[] sorted = [.. absent.Order()];
        double wins = 0;
        foreach (var one in foreign)
        {
            var below = LowerBound(sorted, one);
            var upTo = LowerBound(sorted, Math.BitIncrement(one));
            wins += below + ((upTo - below) / 2.0);
        }

        return wins / ((double)foreign.Length * absent.Length);
    }

    private static int LowerBound(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);
}
