using System.Text.Json;
using Microsoft.Extensions.Logging.Testing;

namespace ApiSecurity.Tests.Errors.Throwing;

/// <summary>Throws every kind of exception at every stage, and looks for the secret in everything that comes out.</summary>
public sealed class SecretScanTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_exception_tells_a_client_or_the_log_what_it_holds(bool kestrel)
    {
        var faults = new List<string>();
        var app = await ThrowingApp.StartAsync(kestrel);
        await using (app)
        {
            using var client = app.CreateClient();
            foreach (var stage in ThrowingApp.Stages.Where(stage => kestrel || !stage.KestrelOnly))
            {
                for (var kind = 0; kind < Thrown.Count; kind++)
                {
                    await SendAsync(client, stage, kind, faults);
                }
            }
        }

        faults.AddRange(app.Logs.GetSnapshot().SelectMany(SecretsIn).Distinct());
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
    }

    [Fact]
    public async Task Messages_are_logged_when_asked_for()
    {
        await using var app = await ThrowingApp.StartAsync(kestrel: false, new() { ["Errors:LogExceptionMessages"] = "true" });

        using var response = await app.CreateClient().GetAsync("/endpoint?e=0", Cancel);

        Assert.DoesNotContain(Thrown.Secret, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains(app.Logs.GetSnapshot(), record => record.Exception?.Message == Thrown.Secret);
    }

    private static async Task SendAsync(HttpClient client, Stage stage, int kind, List<string> faults)
    {
        var where = $"{stage.Path} with exception {kind}";
        string? body = null;
        try
        {
            using var request = stage.Request(kind);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            var head = response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders)
                .SelectMany(header => header.Value.Prepend(header.Key)).Append(response.ReasonPhrase ?? string.Empty);
            if (head.Any(text => text.Contains(Thrown.Secret, StringComparison.Ordinal)))
            {
                faults.Add($"{where}: a header tells the secret");
            }

            body = await response.Content.ReadAsStringAsync(Cancel);
            if (!stage.WritesJson || !Thrown.IsCancellation(kind))
            {
                Check(stage, where, response, body, faults);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            if (stage.Ending != Ending.Broken)
            {
                faults.Add($"{where}: no answer, {exception.Message} {exception.InnerException?.Message}");
            }
        }

        if (body?.Contains(Thrown.Secret, StringComparison.Ordinal) == true)
        {
            faults.Add($"{where}: the body tells the secret");
        }
    }

    private static void Check(Stage stage, string where, HttpResponseMessage response, string body, List<string> faults)
    {
        var status = (int)response.StatusCode;
        switch (stage.Ending)
        {
            case Ending.Problem when status < 400 || response.Content.Headers.ContentType?.MediaType != "application/problem+json":
                faults.Add($"{where}: {status} {response.Content.Headers.ContentType} {body}");
                break;
            case Ending.Problem:
                var names = JsonDocument.Parse(body).RootElement.EnumerateObject().Select(member => member.Name).Except(["errors", "violations"]).Order();
                if (!names.SequenceEqual(["code", "status", "title", "traceId", "type"]))
                {
                    faults.Add($"{where}: {body}");
                }

                break;
            case Ending.Empty when status != 500 || body.Length > 0:
            case Ending.Success when status != 200:
            case Ending.Broken:
                faults.Add($"{where}: {status} with {body.Length} characters, but should be {stage.Ending}");
                break;
        }
    }

    private static IEnumerable<string> SecretsIn(FakeLogRecord record)
    {
        var state = record.StructuredState?.SelectMany(pair => new[] { pair.Key, pair.Value }) ?? [];
        var scopes = record.Scopes.Select(scope => scope?.ToString());
        if (state.Concat(scopes).Append(record.Message).Any(HasSecret) || HasSecret(record.Exception))
        {
            yield return $"log {record.Category} {record.Id}: {record.Message}";
        }
    }

    private static bool HasSecret(string? text) => text?.Contains(Thrown.Secret, StringComparison.Ordinal) == true;

    private static bool HasSecret(Exception? exception)
    {
        try
        {
            return exception is not null
                && (HasSecret(exception.Message) || HasSecret(exception.ToString()) || HasSecret(exception.StackTrace) || exception.Data.Count > 0 || HasSecret(exception.InnerException));
        }
        catch (InvalidOperationException)
        {
            // An exception that throws when it is looked at came through.
            return true;
        }
    }
}
