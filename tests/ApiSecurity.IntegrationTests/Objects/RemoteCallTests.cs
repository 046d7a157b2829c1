using System.Linq.Expressions;
using System.Security.Claims;
using ApiSecurity.Authorization;
using ApiSecurity.IntegrationTests.DropIn.Apps;
using ApiSecurity.Tests;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.IntegrationTests.Objects;

/// <summary>Objects behind calls that are no routes: gRPC methods and SignalR hubs.</summary>
public sealed class RemoteCallTests
{
    private static readonly Note[] Notes = [new(1, "north", "alice", "mine"), new(2, "north", "bob", "bob's"), new(3, "south", "alice", "elsewhere")];

    private static Task<TestApp> StartAsync(Action<WebApplication> map) => TestApp.StartAsync(
        map,
        new() { ["Authorization:DisabledReason"] = "a test", ["Transport:RequireHttps"] = "false" },
        builder =>
        {
            builder.Services.AddGrpc();
            builder.Services.AddSignalR(options => options.EnableDetailedErrors = true);
            builder.Services.AddApiSecurity().AddObjectPolicy<NotePolicy>();
        },
        app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Headers["X-Subject"].ToString() is { Length: > 0 } subject)
                {
                    context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", subject), new Claim("tenant", "north")], "Test"));
                }

                return next(context);
            });
            app.UseApiSecurity();
        });

    [Theory]
    [InlineData("alice", "1", "Hello mine")]
    [InlineData("alice", "2", null)]
    [InlineData("alice", "3", null)]
    [InlineData("alice", "77", null)]
    [InlineData("", "1", null)]
    public async Task A_grpc_method_gets_the_callers_objects(string subject, string id, string? message)
    {
        await using var app = await StartAsync(app => app.MapGrpcService<NoteGreeter>());
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = app.App.GetTestServer().CreateHandler() });
        var call = new Greeter.GreeterClient(channel).SayHelloAsync(
            new HelloRequest { Name = id }, new Metadata { { "X-Subject", subject } }, cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;

        if (message is null)
        {
            Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);
            Assert.Equal(("object_not_found", "Note"), await app.Events.NextAsync() is var told ? (told.Reason, told.ObjectType) : default);
        }
        else
        {
            Assert.Equal(message, (await call).Message);
        }
    }

    [Theory]
    [InlineData("alice", 1, "mine")]
    [InlineData("alice", 2, "none")]
    [InlineData("alice", 3, "none")]
    [InlineData("bob", 2, "bob's")]
    [InlineData("", 1, "none")]
    public async Task A_hub_asks_for_who_is_connected(string subject, int id, string text)
    {
        await using var app = await StartAsync(app => app.MapHub<NoteHub>("/notes"));
        await using var connection = new HubConnectionBuilder().WithUrl("http://localhost/notes", options =>
        {
            options.HttpMessageHandlerFactory = _ => app.App.GetTestServer().CreateHandler();
            options.Transports = HttpTransportType.LongPolling;
            options.Headers["X-Subject"] = subject;
        }).Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(text, await connection.InvokeAsync<string>("Read", id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_a_hub_does_not_read_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(app => app.MapHub<HopefulHub>("/hope")));

        Assert.Contains("HopefulHub.Read has [AuthorizeObject], which SignalR does not read. Ask in the method: objects.For(Context.User!).FindAsync<…>(id, …).", error.Message, StringComparison.Ordinal);
        Assert.Contains("HopefulHub.Refer has [ObjectReference], which SignalR does not read.", error.Message, StringComparison.Ordinal);
    }

    public sealed record Note(int Id, string Tenant, string Owner, string Text);

    public sealed class NotePolicy : ObjectPolicy<Note, int>
    {
        protected override IQueryable<Note> Source => Notes.AsQueryable();

        protected override Expression<Func<Note, bool>> HasId(int id) => n => n.Id == id;

        protected override Expression<Func<Note, bool>> Boundary(Caller caller) => n => n.Tenant == caller.Tenant;

        protected override Expression<Func<Note, bool>> Allow(Caller caller, Operation operation) => operation switch
        {
            Operation.Read => n => n.Owner == caller.Subject,
            _ => n => false,
        };
    }

    private sealed class NoteGreeter(ObjectAuthorizer objects) : Greeter.GreeterBase
    {
        public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) =>
            await objects.FindAsync<Note>(int.Parse(request.Name, System.Globalization.CultureInfo.InvariantCulture), Operation.Read, context.CancellationToken) is { } note
                ? new HelloReply { Message = $"Hello {note.Text}" }
                : throw new RpcException(new Status(StatusCode.NotFound, "The object was not found."));
    }

    private sealed class NoteHub(ObjectAuthorizer objects) : Hub
    {
        public async Task<string> Read(int id) => (await objects.For(Context.User!).FindAsync<Note>(id, Operation.Read, Context.ConnectionAborted))?.Text ?? "none";
    }

    private sealed class HopefulHub : Hub
    {
        [AuthorizeObject<Note>("id")]
        public Task<int> Read(int id) => Task.FromResult(id);

        public Task<int> Refer([ObjectReference<Note>] int id) => Task.FromResult(id);
    }
}
