using System.Net;
using System.Text.Json;

namespace ApiSecurity.Tests.Validation;

/// <summary>What clients and tests of an existing application read of a refused body stays what it was; <c>violations</c> come beside it.</summary>
public sealed class CompatibilityTests
{
    private static readonly Dictionary<string, string?> Off = new() { ["Validation:DisabledReason"] = "the framework alone", ["Errors:DisabledReason"] = "the framework alone" };

    public static TheoryData<string> Bodies() =>
    [
        """{"customer":""}""",
        """{"customer":"  ","note":"x","priority":6}""",
        """{"customer":"A","email":"x","lines":[{"quantity":0,"sku":"a"},{"quantity":101}]}""",
        """{"customer":"A","lines":[{"quantity":1},{"quantity":1},{"quantity":1}]}""",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Controllers_errors_are_those_of_the_framework(string body)
    {
        await using var bare = await ControllerTests.StartAsync(settings: Off);
        await using var app = await ControllerTests.StartAsync();

        Same(await bare.PostAsync("/mvc/orders", body), await app.PostAsync("/mvc/orders", body));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Minimal_APIs_errors_are_those_of_the_frameworks_validation(string body)
    {
        await using var bare = await StartAsync(Off);
        await using var app = await StartAsync();

        Same(await bare.PostAsync("/orders", body), await app.PostAsync("/orders", body));
    }

    [Fact]
    public async Task Clients_read_it_as_the_frameworks_type()
    {
        await using var app = await StartAsync();
        using var client = app.CreateClient();

        using var response = await client.PostAsync("/orders", ValidatedApp.Json("""{"customer":"A","note":"x"}"""), TestContext.Current.CancellationToken);
        var problem = await response.Content.ReadFromJsonAsync<HttpValidationProblemDetails>(TestContext.Current.CancellationToken);

        Assert.NotNull(problem);
        Assert.Equal((400, "One or more validation errors occurred."), (problem.Status, problem.Title));
        Assert.Equal(["From 2 to 20 characters."], problem.Errors["Note"]);
        Assert.Equal(["code", "traceId", "violations"], problem.Extensions.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task With_422_only_json_that_is_well_formed_is_answered_so()
    {
        await using var app = await StartAsync(new() { ["Validation:UseUnprocessableContent"] = "true" });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "schema_mismatch"), await Of("""{"customer":""}"""));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unknown_member"), await Of("""{"customer":"A","isAdmin":true}"""));
        Assert.Equal((HttpStatusCode.BadRequest, "json_malformed"), await Of("""{"customer":"""));

        async Task<(HttpStatusCode, string?)> Of(string body)
        {
            var answer = await app.PostAsync("/orders", body);
            Assert.Equal((int)answer.Status, answer.Problem.GetProperty("status").GetInt32());
            return (answer.Status, answer.Code);
        }
    }

    private static void Same(ValidatedApp.Answer expected, ValidatedApp.Answer actual)
    {
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (expected.Status, expected.ContentType));
        Assert.Equal((expected.Status, expected.ContentType), (actual.Status, actual.ContentType));
        Assert.NotEmpty(expected.Errors);
        Assert.Equal(expected.Errors.Order(StringComparer.Ordinal), actual.Errors.Order(StringComparer.Ordinal));
        foreach (var member in new[] { "type", "title", "status" })
        {
            Assert.Equal(Text(expected.Problem, member), Text(actual.Problem, member));
        }
    }

    private static string? Text(JsonElement problem, string member) => problem.TryGetProperty(member, out var value) ? value.ToString() : null;

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => ValidatedApp.StartAsync(
        app => app.MapPost("/orders", (Purchase order) => "bound"),
        settings,
        builder => builder.Services.AddProblemDetails().AddValidation());
}
