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
        ];
    }

    [Fact]
    public void What_belongs_to_nobody_is_not_given_to_a_caller_without_a_name() =>
        Assert.All(NeverTrue(), rule => Assert.False(CapturedNulls.Refuse(rule).Compile()(Nobodys), rule.ToString()));

    private static string? Owner(Caller caller) => caller.Subject;

    [Fact]
    public void What_is_open_to_all_stays_open_to_callers_without_a_name() =>
        Assert.True(CapturedNulls.Refuse<ShopOrder>(o => o.Id == 5 || !(o.OwnerId == Unnamed.Subject)).Compile()(Nobodys));

    [Fact]
    public void A_null_that_is_written_out_means_null() =>
        Assert.True(CapturedNulls.Refuse<ShopOrder>(o => o.OwnerId == null && o.TenantId == null).Compile()(Nobodys));

    [Fact]
    public void Values_that_are_there_are_compared_as_written()
    {
        var caller = Caller.From(ShopCaller.Principal("alice", "north"));
        var rule = CapturedNulls.Refuse<ShopOrder>(o => o.OwnerId == caller.Subject && o.TenantId == caller.Tenant).Compile();

        Assert.True(rule(new ShopOrder { OwnerId = "alice", TenantId = "north" }));
        Assert.False(rule(new ShopOrder { OwnerId = "alice", TenantId = "south" }));
    }
}
