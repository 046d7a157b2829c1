using ApiSecurity.Authorization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ApiSecurity.Tests.Authorization.Objects;

/// <summary>One rule, three ways to ask it: with the id, as a filter, in memory. They agree for any rows and any caller.</summary>
public sealed class ObjectPolicyProperties
{
    private static readonly string?[] Names = [null, "", "a", "A", "b", "ä", "'; --"];

    private static readonly Gen<ShopOrder[]> Rows = Gen.ArrayOf(
        from tenant in Gen.Elements(Names)
        from owner in Gen.Elements(Names)
        from open in Gen.Elements(true, false)
        select new ShopOrder { TenantId = tenant, OwnerId = owner, IsOpen = open },
        12);

    private static readonly Gen<Caller> Callers =
        from tenant in Gen.Elements(Names)
        from subject in Gen.Elements(Names)
        from sees in Gen.Elements(true, false)
        select Caller.From(ShopCaller.Principal(subject, tenant, sees ? ["orders.read.all"] : []));

    [Property(MaxTest = 60)]
    public Property All_ways_of_asking_agree() => Prop.ForAll(
        Arb.From(from rows in Rows from caller in Callers from operation in Gen.Elements(1, 2, 3, 4, 0, 100) select (rows, caller, (Operation)operation)),
        sample =>
        {
            var (rows, caller, operation) = sample;
            for (var index = 0; index < rows.Length; index++)
            {
                rows[index].Id = index + 1;
            }

            using var connection = ShopDb.Open(rows);
            using var db = ShopDb.On(connection);
            IObjectPolicy<ShopOrder> policy = new ShopOrderPolicy(db);
            var rule = policy.RuleFor(caller, operation)!;

            var listed = db.Orders.Where(rule).Select(order => order.Id).Order().ToArray();
            var loaded = rows.Where(row => policy.Find(row.Id, caller, operation)!.SingleOrDefault()?.Id == row.Id).Select(row => row.Id).ToArray();
            var judged = rows.Where(rule.Compile()).Select(row => row.Id).ToArray();

            Assert.Equal(listed, loaded);
            Assert.Equal(listed, judged);
            Assert.All(listed, id => Assert.True(rows[id - 1].TenantId is { } tenant && tenant == caller.Tenant, "An object outside of the boundary was handed out."));
        });
}
