using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ApiSecurity.Tests.Validation;

/// <summary>Limits count for the number that was sent, not for what a conversion makes of it; and no check's own failure lets a body through.</summary>
public sealed class RangeTests
{
    [Theory]
    [InlineData("""{"long":9999999999}""", "/long maximum")]
    [InlineData("""{"long":-9999999999}""", "/long minimum")]
    [InlineData("""{"double":1e300}""", "/double maximum")]
    [InlineData("""{"double":100.00000000000001}""", "/double maximum")]
    [InlineData("""{"double":-1e-300}""", "/double minimum")]
    [InlineData("""{"float":0.99999}""", "/float minimum")]
    [InlineData("""{"decimal":1e28}""", "/decimal maximum")]
    [InlineData("""{"decimal":-0.5}""", "/decimal minimum")]
    [InlineData("""{"decimal":100.49}""", "/decimal maximum")]
    [InlineData("""{"decimal":100.0000000000000000000000001}""", "/decimal maximum")]
    [InlineData("""{"unsigned":18446744073709551615}""", "/unsigned maximum")]
    [InlineData("""{"text":"99999999999"}""", "/text type")]
    [InlineData("""{"text":"101"}""", "/text maximum")]
    [InlineData("""{"tenths":0.1}""", "/tenths minimum")]
    [InlineData("""{"tenths":0.30000000000000001}""", "/tenths maximum")]
    [InlineData("""{"positive":0}""", "/positive minimum")]
    [InlineData("""{"positiveDecimal":0}""", "/positiveDecimal minimum")]
    [InlineData("""{"safe":9007199254740993}""", "/safe maximum")]
    [InlineData("""{"typed":2.51}""", "/typed maximum")]
    [InlineData("""{"dated":"2031-01-01T00:00:00"}""", "/dated maximum")]
    [InlineData("""{"access":4}""", "/access maximum")]
    public async Task A_number_outside_of_the_limits_is_refused_as_it_was_sent(string body, string violation)
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{answer.Status} {answer.Text}");
        Assert.Equal([violation], answer.Violations);
    }

    [Theory]
    [InlineData("""{"long":100,"double":100,"float":1,"decimal":100.0,"unsigned":1,"text":"50"}""")]
    [InlineData("""{"long":1,"double":0,"decimal":0,"tenths":0.3,"positive":5e-324,"positiveDecimal":0.0000000000000000000000000001}""")]
    [InlineData("""{"safe":9007199254740992,"typed":2.5,"dated":"2030-12-31T00:00:00","access":3,"tenths":0.2}""")]
    public async Task A_number_within_the_limits_passes(string body)
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/", body);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    [Fact]
    public async Task A_check_that_fails_itself_refuses_the_body()
    {
        await using var app = await StartAsync();

        var answer = await app.PostAsync("/failing", """{"value":"x"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "schema_mismatch"), (answer.Status, answer.Code));
        Assert.Equal([" type"], answer.Violations);
        Assert.DoesNotContain("pa55w0rd", answer.Text, StringComparison.Ordinal);
        Assert.Equal("the check failed: DivideByZeroException", (await app.Events.NextAsync()).Detail);
    }

    [Fact]
    public async Task Limits_in_the_wrong_order_let_nothing_through()
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("/failing", """{"turned":5}""")).Status);
    }

    [Theory]
    [InlineData("/", """{"long":9999999999}""")]
    [InlineData("/failing", """{"value":"x"}""")]
    [InlineData("/failing", """{"turned":5}""")]
    public async Task In_report_mode_no_failure_of_a_check_gets_out(string path, string body)
    {
        await using var app = await StartAsync(new() { ["Validation:Mode"] = "Report" });

        Assert.Equal((HttpStatusCode.OK, "bound"), Of(await app.PostAsync(path, body)));
        Assert.Equal(SecurityEventOutcome.Reported, (await app.Events.NextAsync()).Outcome);

        static (HttpStatusCode, string) Of(ValidatedApp.Answer answer) => (answer.Status, answer.Text);
    }

    private static Task<TestApp> StartAsync(Dictionary<string, string?>? settings = null) => ValidatedApp.StartAsync(
        app =>
        {
            app.MapPost("/", (Limited body) => "bound");
            app.MapPost("/failing", (Failing body) => "bound");
        },
        settings);

    private sealed class Limited
    {
        [Range(1, 100)]
        public long? Long { get; set; }

        [Range(0, 100)]
        public double? Double { get; set; }

        [Range(1, 100)]
        public float? Float { get; set; }

        [Range(0, 100)]
        public decimal? Decimal { get; set; }

        [Range(1, 100)]
        public ulong? Unsigned { get; set; }

        [Range(1, 100)]
        public string? Text { get; set; }

        [Range(0.1, 0.3, MinimumIsExclusive = true)]
        public decimal? Tenths { get; set; }

        [Range(double.Epsilon, double.MaxValue)]
        public double? Positive { get; set; }

        [Range(double.Epsilon, double.MaxValue)]
        public decimal? PositiveDecimal { get; set; }

        [Range(0, 9007199254740992d)]
        public long? Safe { get; set; }

        [Range(typeof(decimal), "1.5", "2.5", ParseLimitsInInvariantCulture = true)]
        public decimal? Typed { get; set; }

        [Range(typeof(DateTime), "2020-01-01", "2030-12-31", ParseLimitsInInvariantCulture = true)]
        public DateTime? Dated { get; set; }

        [Range(0, 3)]
        public Plain? Access { get; set; }
    }

    private enum Plain
    {
        None,
        One,
        Two,
        Three,
        Four,
    }

    private sealed class Failing
    {
        [FailingCheck("a")]
        public string? Value { get; set; }

        [Range(10, 1)]
        public int? Turned { get; set; }
    }

    private sealed class FailingCheckAttribute(string pattern) : RegularExpressionAttribute(pattern)
    {
        public override bool IsValid(object? value) => throw new DivideByZeroException("pa55w0rd");
    }
}
