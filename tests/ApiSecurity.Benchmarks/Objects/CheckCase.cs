using System.Security.Claims;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace ApiSecurity.Benchmarks.Objects;

/// <summary>Whether the caller may change an object in memory: by the policy, and by the framework's service with a handler of the same rule.</summary>
internal sealed class CheckCase
{
    private readonly ClaimsPrincipal _user = new(new ClaimsIdentity([new Claim("sub", "o1"), new Claim("tenant", "t1")], "Test"));
    private readonly Parcel _parcel = new() { TenantId = "t1", OwnerId = "o1", IsOpen = true };
    private readonly OperationAuthorizationRequirement _update = new() { Name = "Update" };
    private readonly IServiceProvider _services;
    private readonly ObjectAuthorizer _objects;
    private readonly IAuthorizationService _peer;

    public CheckCase()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ParcelDb>(_ => null!);
        builder.Services.AddApiSecurity().AddObjectPolicy<ParcelPolicy>();
        _services = builder.Build().Services.CreateScope().ServiceProvider;
        _objects = _services.GetRequiredService<ObjectAuthorizer>().For(_user);
        // Alone: behind the library the framework's service asks the object policies too.
        _peer = new ServiceCollection().AddLogging().AddAuthorization().AddSingleton<IAuthorizationHandler, SameRule>().BuildServiceProvider().GetRequiredService<IAuthorizationService>();
    }

    public void Ours(int count)
    {
        for (var index = 0; index < count; index++)
        {
            Hold(_objects.Can(_parcel, Operation.Update));
        }
    }

    /// <summary>What the first check of a request costs, which asks the policy for its rule.</summary>
    public void First(int count)
    {
        for (var index = 0; index < count; index++)
        {
            Hold(_services.GetRequiredService<ObjectAuthorizer>().For(_user).Can(_parcel, Operation.Update));
        }
    }

    public void Peer(int count)
    {
        for (var index = 0; index < count; index++)
        {
            Hold(_peer.AuthorizeAsync(_user, _parcel, _update).GetAwaiter().GetResult().Succeeded);
        }
    }

    private static void Hold(bool allowed)
    {
        if (!allowed)
        {
            throw new InvalidOperationException("The owner was refused.");
        }
    }

    private sealed class SameRule : AuthorizationHandler<OperationAuthorizationRequirement, Parcel>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OperationAuthorizationRequirement requirement, Parcel resource)
        {
            if (requirement.Name == "Update" && resource.TenantId == context.User.FindFirstValue("tenant") && resource.OwnerId == context.User.FindFirstValue("sub") && resource.IsOpen)
            {
                context.Succeed(requirement);
            }

            return Task.CompletedTask;
        }
    }
}
