using System.Text;
using System.Text.Json;
using ApiSecurity.Validation;

namespace ApiSecurity.Benchmarks.Micro;

/// <summary>An order of 1 kB, looked through for attacks, beside a reader that only reads it.</summary>
internal sealed class InspectionCase
{
    private readonly InspectionSettings _settings = new(new InspectionOptions());
    private readonly byte[] _clean = Order("Ring the bell at the side door", "Example and Sons");
    private readonly byte[] _prose = Order("It's the 2nd door (left), isn't it? See https://maps.example/a?b=c", "O'Neil & Sons");
    private readonly byte[] _attack = Order("x' or '1'='1", "Example and Sons");

    public InspectionCase()
    {
        if (Matches(_clean) || Matches(_prose) || !Matches(_attack))
        {
            throw new InvalidOperationException("Inspection does not find what it should.");
        }
    }

    public void Read(int count)
    {
        for (var index = 0; index < count; index++)
        {
            var reader = new Utf8JsonReader(_clean);
            while (reader.Read())
            {
            }
        }
    }

    public void InspectClean(int count) => Inspect(_clean, count);

    public void InspectProse(int count) => Inspect(_prose, count);

    public void InspectAttack(int count) => Inspect(_attack, count);

    private void Inspect(byte[] body, int count)
    {
        for (var index = 0; index < count; index++)
        {
            Matches(body);
        }
    }

    private bool Matches(byte[] body)
    {
        var run = new InspectionRun(_settings, null, "/orders");
        JsonInspection.Look(body, ref run);
        return run.Matches is not null;
    }

    private static byte[] Order(string note, string company) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        id = "3f1d9a52-7c1e-4d0b-8a57-2f9f0d1a6c11",
        customer = "Ann Example",
        company,
        email = "ann@example.com",
        placedAt = "2026-01-02T03:04:05Z",
        currency = "EUR",
        note,
        address = new { street = "Main street 1", code = "10115", city = "Berlin", country = "DE" },
        lines = Enumerable.Range(0, 9).Select(line => new { sku = $"oak-table-{line}", quantity = line + 1, price = 80.25, color = "natural oak" }),
    }, Relaxed));

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
