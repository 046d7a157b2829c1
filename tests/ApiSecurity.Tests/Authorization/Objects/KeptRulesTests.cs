using System.Linq.Expressions;
using System.Net;
using ApiSecurity.Authorization;
using ApiSecurity.Tests.Authentication;

namespace ApiSecurity.Tests.Authorization.Objects;

/// <summary>A policy whose rules follow from the caller alone is asked once for a known caller; any other is asked in each request.</summary>
public sealed class KeptRulesTests
{
    [Theory]
    [InlineData(RuleKind.OfCaller, 0)]
    [InlineData(RuleKind.OfCallerAndValues, 0)]
    [InlineData(RuleKind.OfOperation, 0)]
    [InlineData(RuleKind.NotKept, 3)]
    [InlineData(RuleKind.OfPolicy, 3)]
    [InlineData(RuleKind.OfList, 3)]
    [InlineData(RuleKind.OfTime, 3)]
    [InlineData(RuleKind.OfOtherCaller, 3)]
    public async Task A_policy_is_asked_as_often_as_its_rule_could_change(RuleKind kind, int asked)
    {
        await using var app = await StartAsync(kind);
        var token = app.Tokens().Mint("alice");
        for (var time = 0; time < 3; time++)
        {
            // Until the token is known, and with it the caller that is kept.
            await GetAsync(app, token);
        }

        var counter = app.App.Services.GetRequiredService<Counter>();
        counter.Count = 0;

        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(HttpStatusCode.OK, await GetAsync(app, token));
        }

        Assert.Equal(asked, counter.Count);
    }

    [Fact]
    public async Task Nobody_gets_the_rule_of_another()
    {
        await using var app = await StartAsync(RuleKind.OfCaller);
        var (alice, bob) = (app.Tokens().Mint("alice"), app.Tokens().Mint("bob"));

        for (var time = 0; time < 4; time++)
        {
            Assert.Equal(HttpStatusCode.OK, await GetAsync(app, alice));
            Assert.Equal(HttpStatusCode.NotFound, await GetAsync(app, bob));
        }
    }

    [Fact]
    public async Task A_kept_rule_of_one_operation_is_not_that_of_another()
    {
        await using var app = await StartAsync(RuleKind.OfOperation);
        var token = app.Tokens().Mint("alice");

        for (var time = 0; time < 4; time++)
        {
            Assert.Equal(HttpStatusCode.OK, await GetAsync(app, token));
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/notes/1") { Headers = { Authorization = new("Bearer", token) } };
            using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_kept_rule_ends_with_what_the_claims_are_called()
    {
        await using var app = await StartAsync(RuleKind.OfTenant);
        var token = app.Tokens().Mint("alice", payload => (payload["tenant"], payload["region"]) = ("north", "south"));
        for (var time = 0; time < 4; time++)
        {
            Assert.Equal(HttpStatusCode.OK, await GetAsync(app, token));
        }

        app.App.Configuration["ApiSecurity:Authorization:TenantClaimType"] = "region";
        ((IConfigurationRoot)app.App.Configuration).Reload();

        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(app, token));
    }

    [Fact]
    public async Task A_kept_rule_is_one_statement_for_all_callers()
    {
        var sql = new List<string>();
        using var connection = ShopDb.Open(new ShopOrder { Id = 1, TenantId = "north", OwnerId = "alice" }, new ShopOrder { Id = 2, TenantId = "north", OwnerId = "bob" });
        await using var app = await JwtApp.StartAsync(
            services: builder =>
            {
                builder.Services.AddScoped(_ => ShopDb.On(connection, sql.Add));
                builder.Services.AddApiSecurity().AddObjectPolicy<KeptOrderPolicy>();
            },
            map: app => app.MapGet("/orders", (ObjectAuthorizer objects, ShopDb db) => objects.Filter(db.Orders).Select(order => order.Id).ToList()));

        foreach (var (name, ids) in new[] { ("alice", "[1]"), ("bob", "[2]") })
        {
            var token = app.Tokens().Mint(name, payload => payload["tenant"] = "north");
            for (var time = 0; time < 4; time++)
            {
                using var response = await app.GetAsync("/orders", token);
                Assert.Equal(ids, await response.TextAsync());
            }
        }

        Assert.Equal(8, sql.Count);
        Assert.DoesNotContain(sql, text => text.Contains("'alice'", StringComparison.Ordinal) || text.Contains("'north'", StringComparison.Ordinal));
        // The one with the rule as it was asked for, and the one with the rule that is kept, whose parameters have other names.
        Assert.Equal(2, sql.Select(text => text[text.IndexOf("SELECT", StringComparison.Ordinal)..]).Distinct().Count());
    }

    private static async Task<HttpStatusCode> GetAsync(TestApp app, string token)
    {
        using var response = await app.GetAsync("/notes/1", token);
        return response.StatusCode;
    }

    private static Task<TestApp> StartAsync(RuleKind kind) => JwtApp.StartAsync(
        services: builder =>
        {
            builder.Services.AddSingleton(new Counter { Kind = kind });
            builder.Services.AddApiSecurity().AddObjectPolicy<NotePolicy>();
        },
        map: app =>
        {
            app.MapGet("/notes/{id:int}", (Authorized<Note> note) => note.Value.Text);
            app.MapDelete("/notes/{id:int}", (Authorized<Note> note) => note.Value.Text);
        });

    public enum RuleKind
    {
        OfCaller,
        OfCallerAndValues,
        OfOperation,
        OfTenant,
        NotKept,
        OfPolicy,
        OfList,
        OfTime,
        OfOtherCaller,
    }

    public sealed record Note(int Id, string Owner, string Tenant, string Text);

    public sealed class Counter
    {
        public RuleKind Kind { get; init; }

        public int Count { get; set; }
    }

    public sealed class KeptOrderPolicy(ShopDb db) : ObjectPolicy<ShopOrder, int>
    {
        protected override bool KeepsRules => true;

        protected override IQueryable<ShopOrder> Source => db.Orders;

        protected override Expression<Func<ShopOrder, bool>> HasId(int id) => order => order.Id == id;

        protected override Expression<Func<ShopOrder, bool>> Boundary(Caller caller) => order => order.TenantId == caller.Tenant;

        protected override Expression<Func<ShopOrder, bool>> Allow(Caller caller, Operation operation) => operation == Operation.Read
            ? order => order.OwnerId == caller.Subject
            : order => db.Customers.Any(customer => customer.TenantId == caller.Tenant);
    }

    public sealed class NotePolicy(Counter counter, TimeProvider time) : LoadedObjectPolicy<Note, int>
    {
        private readonly string _nobody = "nobody";

        protected override bool KeepsRules => counter.Kind != RuleKind.NotKept;

        protected override ValueTask<Note?> LoadAsync(int id, CancellationToken cancellationToken) => ValueTask.FromResult<Note?>(new Note(id, "alice", "north", "a note"));

        protected override Expression<Func<Note, bool>> Boundary(Caller caller) => note => note.Tenant == "north";

        protected override Expression<Func<Note, bool>> Allow(Caller caller, Operation operation)
        {
            counter.Count++;
            var (least, other) = (1, Caller.From(caller.Principal));
            var now = time.GetUtcNow();
            List<string?> owners = [caller.Subject];
            return counter.Kind switch
            {
                RuleKind.OfCallerAndValues => AtLeast(caller, least),
                RuleKind.OfOperation => operation == Operation.Read ? OwnedBy(caller) : note => false,
                RuleKind.OfTenant => note => note.Tenant == caller.Tenant,
                RuleKind.OfPolicy => note => note.Owner == caller.Subject && note.Owner != _nobody,
                RuleKind.OfList => AnyOf(owners),
                RuleKind.OfTime => Since(caller, now),
                RuleKind.OfOtherCaller => OwnedBy(other),
                _ => OwnedBy(caller),
            };
        }

        // Each in a method of its own: variables of one method share a closure.
        private static Expression<Func<Note, bool>> OwnedBy(Caller caller) => note => note.Owner == caller.Subject;

        private static Expression<Func<Note, bool>> AtLeast(Caller caller, int least) => note => note.Owner == caller.Subject && note.Id >= least;

        private static Expression<Func<Note, bool>> AnyOf(List<string?> owners) => note => owners.Contains(note.Owner);

        private static Expression<Func<Note, bool>> Since(Caller caller, DateTimeOffset now) => note => note.Owner == caller.Subject && now > DateTimeOffset.UnixEpoch;
    }
}
