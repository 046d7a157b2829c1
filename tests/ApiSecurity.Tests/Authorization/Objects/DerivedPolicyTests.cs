using System.Linq.Expressions;
using System.Net;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Objects;

/// <summary>What a policy says of a derived type holds too where its objects are asked for as the type above.</summary>
public sealed class DerivedPolicyTests
{
    [Theory]
    [InlineData("/papers/1", "alice@north", HttpStatusCode.OK)]
    [InlineData("/papers/2", "alice@north", HttpStatusCode.OK)]
    [InlineData("/papers/3", "alice@north", HttpStatusCode.NotFound)]
    [InlineData("/papers/3", "bob@north", HttpStatusCode.OK)]
    [InlineData("/papers/4", "alice@north", HttpStatusCode.NotFound)]
    [InlineData("/secrets/3", "alice@north", HttpStatusCode.NotFound)]
    [InlineData("/papers", "alice@north", HttpStatusCode.OK, "[1,2]")]
    [InlineData("/papers", "bob@north", HttpStatusCode.OK, "[1,3]")]
    [InlineData("/loaded", "alice@north", HttpStatusCode.OK, "[1,2]")]
    [InlineData("/can", "alice@north", HttpStatusCode.OK, "[1,2]")]
    [InlineData("/save", "alice@north", HttpStatusCode.OK, "[1,2]")]
    public async Task A_base_type_is_no_way_around_it(string path, string caller, HttpStatusCode status, string? text = null)
    {
        await using var shop = await ShopApp.StartAsync(
            app =>
            {
                app.MapGet("/papers/{id:int}", (Authorized<Paper> paper) => paper.Value.Id);
                app.MapGet("/secrets/{id:int}", (Authorized<SecretPaper> secret) => secret.Value.Id);
                app.MapGet("/papers", (ObjectAuthorizer objects) => objects.Filter(Paper.All.AsQueryable()).Select(paper => paper.Id));
                app.MapGet("/loaded", (ObjectAuthorizer objects) => objects.FilterLoaded(Paper.All).Select(paper => paper.Id));
                app.MapGet("/can", (ObjectAuthorizer objects) => Paper.All.Where(paper => objects.Can(paper, Operation.Read)).Select(paper => paper.Id));
                app.MapGet("/save", (ObjectAuthorizer objects) => Paper.All.Where(paper => objects.CheckSave(paper) is null && objects.CheckCreate(paper) is null).Select(paper => paper.Id));
            },
            policies: security => security.AddObjectPolicy<PaperPolicy>().AddObjectPolicy<SecretPaperPolicy>().AddObjectPolicy<LockedPaperPolicy>());

        var answer = await shop.SendAsync("GET", path, caller);

        Assert.Equal(status, answer.Status);
        Assert.True(text is null || answer.Text == text, answer.Text);
    }

    public class Paper
    {
        public static readonly Paper[] All = [new() { Id = 1 }, new SecretPaper { Id = 2, Owner = "alice" }, new SecretPaper { Id = 3, Owner = "bob" }, new LockedPaper { Id = 4, Owner = "alice" }];

        public int Id { get; set; }
    }

    public class SecretPaper : Paper
    {
        public string? Owner { get; set; }
    }

    public sealed class LockedPaper : SecretPaper;

    public sealed class PaperPolicy : ObjectPolicy<Paper, int>
    {
        protected override IQueryable<Paper> Source => Paper.All.AsQueryable();

        protected override Expression<Func<Paper, bool>> HasId(int id) => paper => paper.Id == id;

        protected override Expression<Func<Paper, bool>> Boundary(Caller caller) => paper => true;

        protected override Expression<Func<Paper, bool>> Allow(Caller caller, Operation operation) => paper => true;
    }

    public sealed class SecretPaperPolicy : ObjectPolicy<SecretPaper, int>
    {
        protected override IQueryable<SecretPaper> Source => Paper.All.OfType<SecretPaper>().AsQueryable();

        protected override Expression<Func<SecretPaper, bool>> HasId(int id) => paper => paper.Id == id;

        protected override Expression<Func<SecretPaper, bool>> Boundary(Caller caller) => paper => true;

        protected override Expression<Func<SecretPaper, bool>> Allow(Caller caller, Operation operation) => paper => paper.Owner == caller.Subject;
    }

    public sealed class LockedPaperPolicy : ObjectPolicy<LockedPaper, int>
    {
        protected override IQueryable<LockedPaper> Source => Paper.All.OfType<LockedPaper>().AsQueryable();

        protected override Expression<Func<LockedPaper, bool>> HasId(int id) => paper => paper.Id == id;

        protected override Expression<Func<LockedPaper, bool>> Boundary(Caller caller) => paper => false;

        protected override Expression<Func<LockedPaper, bool>> Allow(Caller caller, Operation operation) => paper => true;
    }
}
