using System.Linq.Expressions;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Objects;

public sealed class CapturedNullsTests
{
    private static readonly ShopOrder Nobodys = new() { Id = 5 };
    private static readonly Caller Unnamed = Caller.From(ShopCaller.Principal(null, null));

    private static Expression<Func<ShopOrder, bool>>[] NeverTrue()
    {
        string? local = null;
        int? number = null;
        (string? Inner, int Other) nested = (null, 1);
        List<string?> withNull = [null, "bob"];
        string?[] arrayWithNull = [null, "bob"];
        List<string?>? noList = null;
        var chain = new Chain();
        var mine = new[] { Nobodys }.AsQueryable().Where(order => order.OwnerId == Unnamed.Subject);
        Chain[] chains = [new() { Name = "a" }, new()];
        object? boxed = null;
        var headers = Microsoft.Extensions.Primitives.StringValues.Empty;
        bool? flag = null;
        var nulls = withNull.AsQueryable().Where(owner => owner != "x");
        var order = Expression.Parameter(typeof(ShopOrder));
        var constants = Expression.Lambda<Func<ShopOrder, bool>>(
            Expression.Call(typeof(Enumerable), "Contains", [typeof(string)], Expression.Constant(withNull), Expression.Property(order, nameof(ShopOrder.OwnerId))), order);
        Expression<Func<ShopOrder, bool>> isMine = order => order.OwnerId == Unnamed.Subject;
        return
        [
            o => o.TenantId == Unnamed.Tenant,
            o => Unnamed.Tenant == o.TenantId,
            o => o.OwnerId == local,
            o => o.OwnerId != local,
            o => string.Equals(o.OwnerId, local),
            o => object.Equals(o.OwnerId, local),
            o => o.Id == number,
            o => o.OwnerId == nested.Inner,
            o => o.IsOpen || o.OwnerId == Unnamed.Subject,
            o => !(o.OwnerId == Unnamed.Subject),
            o => !(o.OwnerId != Unnamed.Subject),
            o => !!(o.OwnerId == Unnamed.Subject),
            o => !(o.OwnerId == Unnamed.Subject && o.Id == 5),
            o => (o.OwnerId == Unnamed.Subject) == o.IsOpen,
            o => (o.OwnerId != "bob") ^ (o.OwnerId == Unnamed.Subject),
            o => o.OwnerId == Unnamed.Subject ? !o.IsOpen : !o.IsOpen,
            o => o.OwnerId == Owner(Unnamed),
            o => o.OwnerId == (Unnamed.Subject ?? local),
            o => !string.Equals(o.OwnerId, local),
            o => !new[] { o.OwnerId }.Any(owner => owner == local),
            o => new[] { o.OwnerId }.Any(owner => owner == local),
            o => o.TenantId == (Unnamed.Tenant ?? o.TenantId),
            o => o.OwnerId == (o.TenantId ?? Unnamed.Subject),
            o => o.OwnerId == (o.IsOpen ? "bob" : Unnamed.Subject),
            o => mine.Any(order => order.Id == o.Id),
            o => mine.Select(order => order.Id).Contains(o.Id),
            o => !mine.Any(order => order.Id != o.Id),
            o => new[] { o }.AsQueryable().Any(isMine),
            o => new[] { o }.Where(order => order.OwnerId == Unnamed.Subject && order.IsOpen).All(order => order.IsOpen),
            o => !new[] { o }.Where(order => order.OwnerId == Unnamed.Subject).All(order => order.IsOpen),
            o => new[] { o.OwnerId }.Contains(Unnamed.Subject),
            o => new List<string?> { o.OwnerId, "bob" }.Contains(Unnamed.Subject),
            o => new[] { Unnamed.Subject, Unnamed.Tenant }.Contains(o.OwnerId),
            o => withNull.Contains(o.OwnerId),
            o => !withNull.Contains("alice"),
            o => arrayWithNull.Contains(o.OwnerId),
            o => withNull.Any(owner => owner == o.OwnerId),
            o => !noList!.Contains(o.OwnerId),
            o => !(o.Id > number),
            o => !(o.Id <= number),
            o => !number.HasValue || o.Id == number,
            o => o.Id == 5 - number.GetValueOrDefault(),
            o => string.IsNullOrEmpty(Unnamed.Tenant) || o.TenantId == Unnamed.Tenant,
            o => string.IsNullOrEmpty(Unnamed.Tenant) ? true : o.TenantId == Unnamed.Tenant,
            o => Unnamed.Tenant == null || o.TenantId == Unnamed.Tenant,
            o => !o.Id.ToString().StartsWith(Unnamed.Tenant!, StringComparison.Ordinal),
            o => o.Id.ToString().StartsWith(Unnamed.Tenant + "", StringComparison.Ordinal),
            o => o.Id.ToString().StartsWith($"{Unnamed.Tenant}", StringComparison.Ordinal),
            o => string.Compare(o.OwnerId, Unnamed.Subject, StringComparison.Ordinal) == 0,
            o => o.OwnerId == chain.Next!.Name,
            o => o.OwnerId == ((Chain)(object)chain).Name,
            o => o.Id - 5 == chain.Next!.Number,
            o => ((bool?)(o.OwnerId == Unnamed.Subject)) != false,
            o => (o.OwnerId == Unnamed.Subject ? 1 : 0) == 1,
            o => new { o.OwnerId }.Equals(new { OwnerId = Unnamed.Subject }),
            o => o.OwnerId == Unnamed.Permissions.FirstOrDefault(permission => permission.StartsWith("owner:", StringComparison.Ordinal)),
            o => o.OwnerId == Unnamed.Permissions.Where(permission => permission.Length > 99).Select(permission => permission.Substring(1)).FirstOrDefault(),
            o => chains.Select(link => link.Name).Contains(o.OwnerId),
            o => chains.Select(link => link.Name).ToList().Contains(o.OwnerId),
            o => !chains.Select(link => link.Name).Contains("bob"),
            o => o.OwnerId == boxed as string,
            o => o.OwnerId == (string?)headers,
            o => new string?[1].Contains(o.OwnerId),
            o => withNull.AsQueryable().Contains(o.OwnerId),
            o => nulls.Contains(o.OwnerId),
            o => new[] { "x" }.AsQueryable().Concat(withNull).Contains(o.OwnerId),
            o => Unnamed.Tenant == "hq" ? true : Unnamed.Tenant != "banned",
            o => flag ?? o.Id == 5,
            o => (o.Id == 5 ? 1 : 0) == (Unnamed.Tenant != "x" ? 1 : 0),
            constants,
        ];
    }

    [Fact]
    public void What_belongs_to_nobody_is_not_given_to_a_caller_without_a_name() =>
        Assert.All(NeverTrue(), rule => Assert.False(CapturedNulls.Refuse(rule).Compile()(Nobodys), rule.ToString()));

    private static Caller Named { get; } = Caller.From(ShopCaller.Principal("alice", "north", "owner:alice"));

    /// <summary>As a table-valued function of EF Core is written: a query that calls what makes it.</summary>
    private static IQueryable<ShopOrder> MadeAnew(int id) =>
        new[] { new ShopOrder { Id = id } }.AsQueryable().Where(order => order.Id == id || MadeAnew(id).Any());

    private static string? ForQueriesAlone(string? text) => throw new NotSupportedException($"Only a query provider knows what to make of {text}.");

    private sealed class Chain
    {
        public Chain? Next { get; init; }

        public string? Name { get; init; }

        public int Number { get; init; }
    }

    private static string? Owner(Caller caller) => caller.Subject;

    [Fact]
    public void What_is_open_to_all_stays_open_to_callers_without_a_name() =>
        Assert.True(CapturedNulls.Refuse<ShopOrder>(o => o.Id == 5 || !(o.OwnerId == Unnamed.Subject)).Compile()(Nobodys));

    [Fact]
    public void What_takes_the_place_of_a_null_is_compared_as_written() =>
        Assert.True(CapturedNulls.Refuse<ShopOrder>(o => "public" == (Unnamed.Tenant ?? "public")).Compile()(Nobodys));

    [Fact]
    public void A_null_that_is_written_out_means_null() =>
        Assert.True(CapturedNulls.Refuse<ShopOrder>(o => o.OwnerId == null && o.TenantId == null).Compile()(Nobodys));

    [Fact]
    public void Values_in_lists_queries_nullables_and_chains_are_compared_as_written()
    {
        int? number = 5;
        var prices = new Dictionary<string, int>();
        string?[] owners = ["alice"];
        var chain = new Chain { Next = new Chain { Name = "alice", Number = 5 } };
        var orders = new[] { new ShopOrder { Id = 5 } }.AsQueryable().Where(order => order.Id == number);
        Expression<Func<ShopOrder, bool>>[] rules =
        [
            o => o.Id == number && o.Id == number.Value && number.HasValue,
            o => owners.Contains(o.OwnerId),
            o => !owners.Contains(o.TenantId),
            o => orders.Any(order => order.Id == o.Id),
            o => o.OwnerId == chain.Next!.Name && o.Id == chain.Next.Number,
            o => o.OwnerId == (number == null ? null : "alice"),
            o => o.OwnerId == Named.Permissions.Select(permission => permission.Substring(6)).FirstOrDefault(),
            o => prices.ContainsKey("tea") ? prices["tea"] > 5 : o.Id == 5,
            o => o.Id == 5 || o.OwnerId == ForQueriesAlone(Named.Subject),
            o => MadeAnew(5).Any(order => order.Id == o.Id),
        ];

        Assert.All(rules, rule => Assert.True(CapturedNulls.Refuse(rule).Compile()(new ShopOrder { Id = 5, OwnerId = "alice" }), rule.ToString()));
    }

    [Fact]
    public void Values_that_are_there_are_compared_as_written()
    {
        var caller = Caller.From(ShopCaller.Principal("alice", "north"));
        var rule = CapturedNulls.Refuse<ShopOrder>(o => o.OwnerId == caller.Subject && o.TenantId == caller.Tenant).Compile();

        Assert.True(rule(new ShopOrder { OwnerId = "alice", TenantId = "north" }));
        Assert.False(rule(new ShopOrder { OwnerId = "alice", TenantId = "south" }));
    }
}
