using System.Net;
using ApiSecurity.Authorization;

namespace ApiSecurity.Tests.Authorization.Objects;

/// <summary>Objects in routes that are nested, with keys of several parts, typed ids, and stores that can't be queried.</summary>
public sealed class LibraryTests
{
    private readonly Library _library = new();

    private Task<ShopApp> StartAsync(Action<WebApplication> map) => ShopApp.StartAsync(
        map,
        policies: static security => security.AddObjectPolicy<ShelfPolicy>().AddObjectPolicy<BookPolicy>(),
        services: builder => builder.Services.AddSingleton(_library));

    private Task<ShopApp> StartAsync() => StartAsync(app =>
    {
        app.MapGet("/books/{id}", (Authorized<Book> book) => book.Value.Id.Value);
        app.MapPut("/books/{id}", (Authorized<Book> book) => book.Value.Id.Value);
        app.MapGet("/libraries/{tenant}/shelves/{number}", (Authorized<Shelf> shelf) => shelf.Value.Number);
        app.MapGet("/l/{tenant}/s/{number}/books/{bookId}", (Authorized<Book> book, Authorized<Shelf> shelf) => $"{shelf.Value.Number}/{book.Value.Id.Value}");
        app.MapDelete("/l/{tenant}/s/{number}/books/{bookId}", (Authorized<Shelf> shelf, Authorized<Book> book) => $"{shelf.Value.Number}/{book.Value.Id.Value}");
        app.MapGet("/compare", ([ObjectAccess(QueryParameter = "left")] Authorized<Book> left, [ObjectAccess(QueryParameter = "right")] Authorized<Book>? right) => $"{left.Value.Id.Value}-{right?.Value.Id.Value}");
        app.MapPost("/loans", (Loan loan, [ObjectAccess(Operation.Read, BodyMember = "bookId")] Authorized<Book> book) => $"{loan.BookId}={book.Value.Id.Value}");
        app.MapPost("/books", (ObjectAuthorizer objects, Library library, string owner, string tenant) =>
            objects.CheckCreate(new Book { Id = new(9), OwnerId = owner, Tenant = tenant }) ?? Results.Ok());
        app.MapPost("/books/{id}/give", (Authorized<Book> book, ObjectAuthorizer objects, string? owner, string? tenant) =>
        {
            book.Value.OwnerId = owner ?? book.Value.OwnerId;
            book.Value.Tenant = tenant ?? book.Value.Tenant;
            return objects.CheckSave(book.Value) ?? Results.Ok();
        });
        app.MapGet("/again/{id}", async (Authorized<Book> book, ObjectAuthorizer objects) =>
            ReferenceEquals(book.Value, await objects.FindAsync<Book>(book.Value.Id, Operation.Read)));
        app.MapGet("/mine", (Library library, ObjectAuthorizer objects) => string.Join(',', objects.FilterLoaded(library.Books).Select(book => book.Id.Value)));
    });

    [Theory]
    [InlineData("GET", "/books/1", "1")]
    [InlineData("PUT", "/books/1", "1")]
    [InlineData("GET", "/libraries/north/shelves/1", "1")]
    [InlineData("GET", "/l/north/s/1/books/1", "1/1")]
    [InlineData("DELETE", "/l/north/s/1/books/1", "1/1")]
    [InlineData("GET", "/compare?left=1&right=2", "1-2")]
    [InlineData("GET", "/compare?left=1", "1-")]
    [InlineData("GET", "/again/1", "true")]
    [InlineData("GET", "/mine", "1,2,5")]
    public async Task The_caller_gets_what_is_theirs(string method, string path, string text)
    {
        await using var app = await StartAsync();

        Assert.Equal((HttpStatusCode.OK, text), await app.SendAsync(method, path, "alice@north"));
    }

    [Theory]
    [InlineData("GET", "/libraries/north/shelves/2")]
    [InlineData("GET", "/libraries/south/shelves/1")]
    [InlineData("GET", "/libraries/north/shelves/x")]
    [InlineData("GET", "/l/north/s/2/books/2")]
    [InlineData("GET", "/l/north/s/1/books/2")]
    [InlineData("GET", "/l/south/s/1/books/1")]
    [InlineData("GET", "/l/south/s/1/books/4")]
    [InlineData("DELETE", "/l/north/s/1/books/2")]
    [InlineData("GET", "/books/4")]
    [InlineData("GET", "/books/77")]
    [InlineData("GET", "/books/x")]
    [InlineData("GET", "/compare?left=1&right=4")]
    [InlineData("GET", "/compare?left=1&left=4")]
    [InlineData("GET", "/compare?right=1")]
    [InlineData("GET", "/compare?left=1&right=")]
    public async Task What_is_not_theirs_does_not_belong_there_or_is_said_twice_is_not_found(string method, string path)
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(method, path, "alice@north")).Status);
    }

    [Fact]
    public async Task Where_existence_is_public_what_is_inside_of_the_wall_is_forbidden_and_the_event_tells_the_rule()
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync("PUT", "/books/5", "alice@north")).Status);

        var told = await app.App.Events.NextAsync();
        Assert.Equal(("object_refused", "Update: refused by not locked"), (told.Reason, told.Detail));
    }

    [Fact]
    public async Task A_child_elsewhere_is_told_as_such()
    {
        await using var app = await StartAsync();

        await app.SendAsync("GET", "/l/north/s/1/books/2", "alice@north");

        Assert.Equal("Read: belongs to another object", (await app.App.Events.NextAsync()).Detail);
    }

    [Theory]
    [InlineData("alice", "north", HttpStatusCode.OK)]
    [InlineData("bob", "north", HttpStatusCode.Forbidden)]
    [InlineData("alice", "south", HttpStatusCode.Forbidden)]
    public async Task Nobody_makes_an_object_for_others(string owner, string tenant, HttpStatusCode status)
    {
        await using var app = await StartAsync();

        Assert.Equal(status, (await app.SendAsync("POST", $"/books?owner={owner}&tenant={tenant}", "alice@north")).Status);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("?owner=bob", HttpStatusCode.Forbidden)]
    [InlineData("?tenant=south", HttpStatusCode.Forbidden)]
    public async Task Nobody_gives_an_object_away_or_moves_it_across_the_wall(string query, HttpStatusCode status)
    {
        await using var app = await StartAsync();

        Assert.Equal(status, (await app.SendAsync("POST", "/books/1/give" + query, "alice@north")).Status);
    }

    [Theory]
    [InlineData("""{"bookId":1}""", HttpStatusCode.OK)]
    [InlineData("""{"bookId":4}""", HttpStatusCode.NotFound)]
    [InlineData("""{"bookId":77}""", HttpStatusCode.NotFound)]
    public async Task An_object_is_taken_by_a_reference_in_the_body(string body, HttpStatusCode status)
    {
        await using var app = await StartAsync();

        var answer = await app.SendAsync("POST", "/loans", "alice@north", body);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == HttpStatusCode.OK, answer.Text.Contains("1=1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_child_without_a_bond_to_its_parent_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(app =>
            app.MapGet("/books/{bookId}/shelves/{tenant}/{number}", (Authorized<Book> book, Authorized<Shelf> shelf) => "x")));

        Assert.Contains("Let ShelfPolicy implement IBelongsTo<Shelf, Book>, or say that it does not: IsIndependent = true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_in_the_middle_that_nothing_leads_to_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ShopApp.StartAsync(
            app => app.MapGet("/s/{tenant}/{number}/orders/{orderId}/books/{bookId}", (Authorized<Shelf> shelf, [ObjectAccess(IsIndependent = true)] Authorized<ShopOrder> order, Authorized<Book> book) => "x"),
            policies: static security => security.AddObjectPolicy<ShelfPolicy>().AddObjectPolicy<BookPolicy>().AddObjectPolicy<ShopOrderPolicy>(),
            services: builder => builder.Services.AddSingleton(_library)));

        Assert.Contains("Let BookPolicy implement IBelongsTo<Book, ShopOrder>, or say that it does not: IsIndependent = true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_that_have_nothing_to_do_with_each_other_can_be_said_to()
    {
        await using var app = await StartAsync(app =>
            app.MapGet("/books/{bookId}/shelves/{tenant}/{number}", (Authorized<Book> book, [ObjectAccess(IsIndependent = true)] Authorized<Shelf> shelf) => "both"));

        Assert.Equal((HttpStatusCode.OK, "both"), await app.SendAsync("GET", "/books/2/shelves/north/1", "alice@north"));
    }
}
