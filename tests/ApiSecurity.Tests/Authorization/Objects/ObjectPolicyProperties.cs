using ApiSecurity.Authorization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.Tests.Authorization.Objects;

/// <summary>One rule, four ways to ask it: with the id, as a filter, for references, in memory. They agree for any rows and any caller.</summary>
public sealed class ObjectPolicyProperties
{
    private static readonly string?[] Names = [null, "", "a", "A", "b", "ä", "'; --"];

    private static readonly Gen<string?> Name = Gen.Elements(Names);

    private static readonly Gen<ShopOrder[]> Rows = Gen.ArrayOf(
        from tenant in Name
        from owner in Name
        from open in Gen.Elements(true, false)
        select new ShopOrder { TenantId = tenant, OwnerId = owner, IsOpen = open },
        12);

    private static readonly Gen<Caller> Callers =
        from tenant in Name
        from subject in Name
        from permissions in Gen.SubListOf("orders.read.all", "files.support", "files.audit")
        select Caller.From(ShopCaller.Principal(subject, tenant, [.. permissions]));

    private static readonly Gen<Operation> Operations = from number in Gen.Elements(1, 2, 3, 4, 0, 100, 101) select (Operation)number;

    [Property(MaxTest = 60)]
    public Property All_ways_of_asking_agree() => Prop.ForAll(
        Arb.From(from rows in Rows from caller in Callers from operation in Operations select (rows, caller, operation)),
        sample =>
        {
            var (rows, caller, operation) = sample;
            for (var index = 0; index < rows.Length; index++)
            {
                rows[index].Id = index + 1;
            }

            using var connection = ShopDb.Open(rows);
            using var db = ShopDb.On(connection);
            var policy = new ShopOrderPolicy(db);

            var listed = Agree(policy, db.Orders, rows, order => order.Id, caller, operation);

            Assert.All(listed, id => Assert.True(rows[id - 1].TenantId is { } tenant && tenant == caller.Tenant, "An object outside of the boundary was handed out."));
        });

    [Property(MaxTest = 150)]
    public Property They_agree_where_objects_are_reached_through_others() => Prop.ForAll(
        Arb.From(from data in FileData.Any from caller in Callers from operation in Operations from rules in FileRules.Any select (data, caller, operation, rules)),
        sample =>
        {
            var (data, caller, operation, rules) = sample;
            using var connection = FilesDb.Open(data);
            using var db = FilesDb.On(connection);
            var policy = new RandomFilePolicy(db, rules);
            var loaded = db.Files.AsNoTracking().Include(file => file.Folder!.Parent).Include(file => file.Shares).AsSplitQuery().OrderBy(file => file.Id).ToArray();

            var listed = Agree(policy, db.Files, loaded, file => file.Id, caller, operation);

            Assert.All(listed, id => Assert.True(
                loaded.Single(file => file.Id == id).TenantId is { } tenant && tenant == caller.Tenant, "An object outside of the boundary was handed out."));
        });

    /// <returns>The ids of the objects that the caller gets.</returns>
    private static int[] Agree<T>(ObjectPolicy<T, int> policy, IQueryable<T> table, T[] rows, Func<T, int> idOf, Caller caller, Operation operation)
        where T : class
    {
        using var services = new ServiceCollection().AddSingleton<IObjectPolicy<T>>(_ => policy).BuildServiceProvider();
        var objects = new ObjectAuthorizer(services, new HttpContextAccessor(), refusals: null!, caller);
        var asked = (IObjectPolicy<T>)policy;

        var listed = objects.Filter(table, operation).AsEnumerable().Select(idOf).Order().ToArray();
        var loaded = rows.Select(idOf).Where(id => Wait(objects.FindAsync<T>(id, operation)) is { } found && idOf(found) == id).Order().ToArray();
        var referred = rows.Length == 0 ? [] : asked.RuleFor(caller, operation) is not { } rule ? [] : Wait(asked.FindAsync([.. rows.Select(row => (object)idOf(row))], rule, default)).Cast<int>().Order().ToArray();
        var judged = objects.FilterLoaded(rows, operation).Select(idOf).Order().ToArray();
        var one = rows.Where(row => objects.Can(row, operation)).Select(idOf).Order().ToArray();

        Assert.Equal(listed, loaded);
        Assert.Equal(listed, referred);
        Assert.Equal(listed, judged);
        Assert.Equal(listed, one);
        foreach (var id in rows.Select(idOf).Except(listed))
        {
            var why = Wait(asked.ExplainAsync(id, caller, operation, default));
            Assert.True(caller.IsAuthenticated && why is { IsThere: true, RefusedBy.Count: > 0 }, $"An object was refused, and the explanation says: {why}");
        }

        return listed;
    }

    private static TResult Wait<TResult>(ValueTask<TResult> task) => task.AsTask().GetAwaiter().GetResult();
}
