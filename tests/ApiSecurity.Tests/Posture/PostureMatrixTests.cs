using System.Security.Claims;
using ApiSecurity.Authorization;
using ApiSecurity.Posture;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Posture;

/// <summary>What the matrix says of a role and an endpoint is what a caller with that role is answered.</summary>
public sealed class PostureMatrixTests
{
    private static readonly string[] Methods = ["GET", "POST", "DELETE"];

    private static readonly string[] Demands =
    [
        "", "open", "known", "out", "permission a.read", "permission a.write", "permission b.read", "scope a", "role admin", "role clerk", "role admin clerk", "framework-role clerk", "policy clerks",
        "policy nobody", "assert", "login", "acr",
    ];

    private static readonly Gen<string[][]> Endpoints = Gen.ArrayOf(from number in Gen.Choose(1, 3) from demands in Gen.ArrayOf(Gen.Elements(Demands), number) select demands, 6);

    private static readonly string[] Options =
        ["boss includes clerk", "clerk permissions a.*", "admin permissions *", "admin denied b.read", "trainee denied a.read", "trainee permissions a.write", "known off"];

    private static readonly Gen<string[]> Settings = from chosen in Gen.SubListOf(Options) select chosen.ToArray();

    [Property(MaxTest = 25)]
    public Property Agrees_with_what_is_answered() => Prop.ForAll(
        Arb.From(from endpoints in Endpoints from settings in Settings select (endpoints, settings)),
        sample => AgreeAsync(sample.endpoints, sample.settings));

    [Fact]
    public async Task Lists_roles_of_the_options_and_of_endpoints_and_permissions_of_endpoints()
    {
        await using var app = await StartAsync([["role clerk"], ["permission a.read"], ["open"]], ["admin permissions *"]);

        var matrix = await app.App.Services.GetRequiredService<ApiPosture>().GetMatrixAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["anonymous", "known", "role admin", "role clerk", "permission a.read"], matrix.Callers.Select(caller => caller.ToString()));
        Assert.Equal(
            """
            | endpoint | anonymous | known | role admin | role clerk | permission a.read |
            | --- | --- | --- | --- | --- | --- |
            | GET /0 | – | – | – | yes | – |
            | POST /1 | – | – | yes | – | yes |
            | DELETE /2 | yes | yes | yes | yes | yes |
            """.ReplaceLineEndings(),
            matrix.ToMarkdown());
    }

    [Theory]
    [InlineData("permissions", PostureAnswer.Allowed)]
    [InlineData("scope", PostureAnswer.Forbidden)]
    public async Task Scopes_are_granted_unless_they_are_permissions(string claim, PostureAnswer answer)
    {
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/a", () => "a").RequireScope("a").RequirePermission("a.read"), new() { ["Authorization:PermissionClaimType"] = claim });

        var matrix = await app.App.Services.GetRequiredService<ApiPosture>().GetMatrixAsync(TestContext.Current.CancellationToken);

        Assert.Equal(answer, matrix.Rows.Single().Answers[^1]);
    }

    [Fact]
    public async Task What_code_alone_can_tell_is_not_guessed()
    {
        await using var app = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/throws", () => "").RequireAuthorization(policy => policy.RequireAssertion(bool (_) => throw new InvalidOperationException("a test")));
                app.MapGet("/none", () => "").RequireAuthorization("nobody-has-added-it");
                app.MapGet("/sub", () => "").RequireAuthorization(policy => policy.RequireAssertion(context => context.User.HasClaim(claim => claim.Type == "sub")));
            });

        var matrix = await app.App.Services.GetRequiredService<ApiPosture>().GetMatrixAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["GET /none: Unknown Unknown", "GET /sub: Unauthenticated Allowed", "GET /throws: Unknown Unknown"],
            matrix.Rows.Select(row => $"{row.Endpoint.Name}: {string.Join(' ', row.Answers)}"));
    }

    private static async Task AgreeAsync(string[][] endpoints, string[] settings)
    {
        await using var app = await StartAsync(endpoints, settings);
        var matrix = await app.App.Services.GetRequiredService<ApiPosture>().GetMatrixAsync();
        using var client = app.CreateClient();

        Assert.Equal(endpoints.Length, matrix.Rows.Count);
        foreach (var row in matrix.Rows)
        {
            for (var index = 0; index < matrix.Callers.Count; index++)
            {
                var caller = matrix.Callers[index];
                using var request = new HttpRequestMessage(new HttpMethod(row.Endpoint.Methods[0]), row.Endpoint.Route);
                if (caller.Kind != PostureCallerKind.Anonymous)
                {
                    request.Headers.Add("X-Caller", $"{caller.Kind}:{caller.Name}");
                }

                using var response = await client.SendAsync(request);
                PostureAnswer[] fitting = (int)response.StatusCode switch
                {
                    200 => [PostureAnswer.Allowed],
                    // A caller who has all else is sent to sign in once more.
                    401 => caller.Kind == PostureCallerKind.Anonymous ? [PostureAnswer.Unauthenticated] : [PostureAnswer.StepUp],
                    403 => [PostureAnswer.Forbidden],
                    var other => throw new InvalidOperationException($"{row.Endpoint.Name} answers {other}."),
                };
                Assert.True(
                    fitting.Contains(row.Answers[index]),
                    $"{row.Endpoint.Name} ({row.Endpoint.Access}) answers {caller} with {(int)response.StatusCode}, and the matrix says {row.Answers[index]}. Settings: {string.Join(", ", settings)}");
            }
        }
    }

    private static Task<TestApp> StartAsync(string[][] endpoints, string[] settings)
    {
        var configuration = new Dictionary<string, string?> { ["Posture:Mode"] = "Report", ["RateLimiting:DisabledReason"] = "a test" };
        foreach (var (words, index) in settings.Select((setting, index) => (setting.Split(' '), index)))
        {
            configuration[words[0] == "known" ? "Authorization:DisabledReason" : $"Authorization:Roles:{words[0]}:{char.ToUpperInvariant(words[1][0])}{words[1][1..]}:{index}"] = words[0] == "known" ? "a test" : words[2];
        }

        if (settings.Contains("boss includes clerk") && !settings.Contains("clerk permissions a.*"))
        {
            configuration["Authorization:Roles:clerk:Permissions:0"] = "c.read";
        }

        return TestApp.StartAsync(
            app =>
            {
                for (var index = 0; index < endpoints.Length; index++)
                {
                    var endpoint = app.MapMethods($"/{index}", [Methods[index % Methods.Length]], () => "in");
                    foreach (var demand in endpoints[index])
                    {
                        Demand(endpoint, demand);
                    }
                }
            },
            configuration,
            builder =>
            {
                builder.Services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, Callers>("Test", null);
                builder.Services.AddAuthorizationBuilder()
                    .AddPolicy("clerks", policy => policy.RequireRole("clerk").AddRequirements([.. new RequirePermissionAttribute("a.read").GetRequirements()]))
                    .AddPolicy("nobody", policy => policy.RequireClaim("nobody", "has-this"));
            });
    }

    private static void Demand(RouteHandlerBuilder endpoint, string demand)
    {
        var words = demand.Split(' ');
        _ = words[0] switch
        {
            "open" => endpoint.AsPublicEndpoint("a test"),
            "known" => endpoint.RequireAuthorization(),
            "out" => endpoint.DisableApiSecurity("a test"),
            "permission" => endpoint.RequirePermission(words[1]),
            "scope" => endpoint.RequireScope(words[1]),
            "role" => endpoint.RequireRole(words[1..]),
            "framework-role" => endpoint.RequireAuthorization(policy => policy.RequireRole(words[1])),
            "policy" => endpoint.RequireAuthorization(words[1]),
            "assert" => endpoint.RequireAuthorization(policy => policy.RequireAssertion(context => context.User.HasClaim("permissions", "a.read"))),
            "login" => endpoint.RequireRecentLogin(TimeSpan.FromMinutes(5)),
            "acr" => endpoint.RequireAcr("phr"),
            _ => endpoint,
        };
    }

    /// <summary>Makes a caller of the header, as an authorization server would: with the client's scopes.</summary>
    private sealed class Callers(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["X-Caller"].ToString() is not { Length: > 0 } text)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var (kind, name) = (text.Split(':')[0], text.Split(':')[1]);
            Claim[] own = kind == nameof(PostureCallerKind.Role) ? [new(ClaimTypes.Role, name)] : kind == nameof(PostureCallerKind.Permission) ? [new("permissions", name)] : [];
            var principal = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "somebody"), new("scope", "a"), .. own], "Test"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, "Test")));
        }
    }
}
