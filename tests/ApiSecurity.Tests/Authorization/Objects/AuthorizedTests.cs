using System.Net;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Objects;

public sealed class AuthorizedTests
{
    private static Task<ShopApp> StartAsync(Dictionary<string, string?>? settings = null) => ShopApp.StartAsync(
        app =>
        {
            app.MapMethods("/orders/{id}", ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"], (Authorized<ShopOrder> order) => $"order {order.Value.Id}");
            app.MapPost("/orders/{id}/peek", ([ObjectAccess(Operation.Read)] Authorized<ShopOrder> order) => $"order {order.Value.Id}");
            app.MapPost("/orders/{id}/refund", ([ObjectAccess((Operation)100)] Authorized<ShopOrder> order) => $"order {order.Value.Id}");
            app.MapGet("/customers/{customerId}/orders/{orderId}", (Authorized<ShopCustomer> customer, Authorized<ShopOrder> order) => $"{customer.Value.Id} {order.Value.Id}");
            app.MapGet("/bundled/{number}", ([AsParameters] Bundle bundle) => $"order {bundle.Order.Value.Id}");
        },
        settings);

    public sealed record Bundle([ObjectAccess(RouteParameter = "number")] Authorized<ShopOrder> Order, string? Sort);

    [Theory]
    [InlineData("GET", "/orders/1", "alice@north", "order 1")]
    [InlineData("GET", "/orders/4", "alice@north", "order 4")]
    [InlineData("GET", "/orders/2", "alice@north orders.read.all", "order 2")]
    [InlineData("PUT", "/orders/1", "alice@north", "order 1")]
    [InlineData("POST", "/orders/1", "alice@north", "order 1")]
    [InlineData("DELETE", "/orders/1", "alice@north", "order 1")]
    [InlineData("POST", "/orders/4/peek", "alice@north", "order 4")]
    [InlineData("GET", "/customers/c1/orders/1", "alice@north", "c1 1")]
    [InlineData("GET", "/bundled/1", "alice@north", "order 1")]
    public async Task The_caller_gets_what_the_policy_gives(string method, string path, string caller, string text)
    {
        await using var shop = await StartAsync();

        Assert.Equal((HttpStatusCode.OK, text), await shop.SendAsync(method, path, caller));
        Assert.Empty(shop.App.Events.Pending);
    }

    [Theory]
    [InlineData("get")] // would be an update, which the closed order does not take
    [InlineData("Head")]
    public async Task A_method_in_another_case_is_the_same_operation(string method)
    {
        await using var shop = await StartAsync(new() { ["Transport:DisabledReason"] = "odd methods are the point" });

        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync(method, "/orders/4", "alice@north")).Status);
    }

    [Theory]
    [InlineData("GET", "/orders/2", "alice@north")] // another owner's
    [InlineData("GET", "/orders/3", "alice@north orders.read.all")] // another tenant's
    [InlineData("GET", "/orders/99", "alice@north")] // not there
    [InlineData("GET", "/orders/5", "@")] // nobody's, for a caller without subject and tenant
    [InlineData("GET", "/orders/5", "@ orders.read.all")]
    [InlineData("GET", "/orders/1", null)] // a caller of whom nothing is known
    [InlineData("PATCH", "/orders/4", "alice@north")] // not open any more
    [InlineData("DELETE", "/orders/4", "alice@north")]
    [InlineData("POST", "/orders/1/refund", "alice@north")] // an operation that the policy does not know
    [InlineData("GET", "/orders/one", "alice@north")]
    [InlineData("GET", "/orders/1;2", "alice@north")]
    [InlineData("GET", "/orders/99999999999999999999", "alice@north")]
    [InlineData("GET", "/customers/c1/orders/2", "alice@north")]
    [InlineData("GET", "/customers/none/orders/1", "alice@north")]
    [InlineData("GET", "/bundled/2", "alice@north")]
    public async Task What_is_not_the_callers_and_what_is_not_there_are_the_same_answer(string method, string path, string? caller)
    {
        await using var shop = await StartAsync(new() { ["Transport:DisabledReason"] = "odd paths are the point" });
        var absent = await shop.SendAsync("GET", "/orders/12345", "alice@north");

        var answer = await shop.SendAsync(method, path, caller);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(ShopApp.WithoutTrace(absent.Text), ShopApp.WithoutTrace(answer.Text));
        Assert.Contains("\"object_not_found\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_with_the_objects_type_and_id()
    {
        await using var shop = await StartAsync();

        await shop.SendAsync("DELETE", "/orders/3", "alice@north");

        var told = await shop.App.Events.NextAsync();
        Assert.Equal(
            ("malicious_direct_reference", "object_not_found", SecurityEventOutcome.Refused, "ShopOrder", "3", "alice", "Delete: outside of the boundary", "/orders/{id}"),
            (told.Name, told.Reason, told.Outcome, told.ObjectType, told.ObjectId, told.Subject, told.Detail, told.Endpoint));
    }

    [Fact]
    public async Task Loading_and_checking_are_one_query()
    {
        await using var shop = await StartAsync();

        await shop.SendAsync("GET", "/orders/1", "alice@north");

        Assert.Matches("\"Id\" = @.* AND .*\"TenantId\" = @.* AND .*\"OwnerId\" = @", Assert.Single(shop.Sql));
    }

    [Fact]
    public async Task What_is_not_there_costs_the_same_queries_as_what_is_not_the_callers()
    {
        await using var absent = await StartAsync();
        await using var forbidden = await StartAsync();

        await absent.SendAsync("GET", "/orders/99", "alice@north");
        await forbidden.SendAsync("GET", "/orders/3", "alice@north");

        Assert.Equal(2, absent.Sql.Count);
        Assert.Equal(absent.Sql.Select(Statement), forbidden.Sql.Select(Statement));
        Assert.DoesNotContain(forbidden.Sql, sql => sql.Contains("SELECT \"o\".\"Id\"", StringComparison.Ordinal) && !sql.Contains("TenantId\" = @", StringComparison.Ordinal));

        static string Statement(string sql) => sql[sql.IndexOf("SELECT", StringComparison.Ordinal)..];
    }

    [Theory]
    [InlineData("PUT", null, null)]
    [InlineData("PUT", "If-None-Match", "*")]
    [InlineData("PUT", "If-Match", "*")]
    [InlineData("PUT", "If-Match", "\"etag\"")]
    [InlineData("GET", "If-None-Match", "\"etag\"")]
    [InlineData("GET", "If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT")]
    [InlineData("GET", "Range", "bytes=0-1")]
    [InlineData("HEAD", null, null)]
    [InlineData("DELETE", "If-Match", "*")]
    public async Task No_method_and_no_condition_tells_what_is_there(string method, string? header, string? value)
    {
        await using var shop = await StartAsync();

        var absent = await SendAsync("/orders/99");
        var forbidden = await SendAsync("/orders/3");

        Assert.Equal(HttpStatusCode.NotFound, absent.Status);
        Assert.Equal(absent, forbidden);

        async Task<(HttpStatusCode Status, string Headers, string Text)> SendAsync(string path)
        {
            using var client = shop.App.CreateClient();
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("X-Caller", "alice@north");
            if (header is not null)
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }

            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (response.StatusCode, string.Join(',', response.Headers.Concat(response.Content.Headers).Select(one => one.Key).Order()), text.Length == 0 ? text : ShopApp.WithoutTrace(text));
        }
    }

    [Fact]
    public async Task Report_mode_hands_out_no_object_either()
    {
        await using var shop = await StartAsync(new() { ["Mode"] = "Report" });

        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync("GET", "/orders/3", "alice@north")).Status);
    }

    [Fact]
    public async Task Neither_the_handler_nor_the_applications_filters_run_for_a_refused_object()
    {
        var ran = 0;
        await using var shop = await ShopApp.StartAsync(app =>
        {
            var group = app.MapGroup("/api").AddEndpointFilter((context, next) =>
            {
                ran++;
                return next(context);
            });
            group.MapGet("/orders/{id:int}", (Authorized<ShopOrder>? order) => ++ran).DisableApiSecurity("a test").AddEndpointFilter((context, next) =>
            {
                ran++;
                return next(context);
            });
        });

        Assert.Equal(HttpStatusCode.NotFound, (await shop.SendAsync("GET", "/api/orders/2", "alice@north")).Status);
        Assert.Equal(0, ran);
        Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync("GET", "/api/orders/1", "alice@north")).Status);
        Assert.Equal(3, ran);
    }

    [Fact]
    public async Task Who_may_be_anonymous_is_the_policys_choice()
    {
        await using var shop = await ShopApp.StartAsync(app => app.MapGet("/customers/{id}", (Authorized<ShopCustomer> customer) => customer.Value.Id));

        Assert.Equal((HttpStatusCode.OK, "c1"), await shop.SendAsync("GET", "/customers/c1", null));
    }
}
