using ApiSecurity.IntegrationTests.DropIn.Apps;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.TestHost;

namespace ApiSecurity.IntegrationTests.DropIn;

/// <summary>A gRPC call tells its own deadline; the pipeline's is not for it.</summary>
public sealed class GrpcDeadlineTests
{
    private static readonly TaskCompletionSource Entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static readonly TaskCompletionSource Leave = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_call_may_take_as_long_as_its_client_waits()
    {
        await using var app = await ApiSecurity.Tests.TestApp.StartAsync(
            app => app.MapGrpcService<SlowGreeter>().AllowAnonymous(), services: builder => builder.Services.AddGrpc());
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = app.App.GetTestServer().CreateHandler() });
        var call = new Greeter.GreeterClient(channel).SayHelloAsync(new HelloRequest { Name = "Ann" }, cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;
        await Entered.Task.WaitAsync(TestContext.Current.CancellationToken);

        app.Time.Advance(TimeSpan.FromHours(1));
        Leave.SetResult();

        Assert.Equal("Hello Ann", (await call).Message);
        Assert.Empty(app.Events.Pending);
    }

    private sealed class SlowGreeter : Greeter.GreeterBase
    {
        public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
        {
            Entered.TrySetResult();
            await Leave.Task.WaitAsync(context.CancellationToken);
            return new HelloReply { Message = $"Hello {request.Name}" };
        }
    }
}
