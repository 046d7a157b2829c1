using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>
/// <c>IAuthorizationService.AuthorizeAsync(user, order, requirement)</c> is answered by the object's policy: code that was written for the framework's resource-based
/// authorization goes on, with one rule for both ways.
/// </summary>
internal sealed class ObjectOperationHandler(IServiceProvider services, IHttpContextAccessor accessor, ObjectPlans plans, ObjectOperations operations) : IAuthorizationHandler
{
    private readonly ConcurrentDictionary<Type, ObjectQuestion?> _questions = new();

    public async Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (context.Resource is null or HttpContext || plans.Policies.Count == 0 || _questions.GetOrAdd(context.Resource.GetType(), Find) is not { } question)
        {
            return;
        }

        foreach (var requirement in context.PendingRequirements.OfType<OperationAuthorizationRequirement>().ToArray())
        {
            if (requirement.Name is { } name && operations.Find(name) is { } operation && await AllowsAsync(context, question, operation).ConfigureAwait(false))
            {
                context.Succeed(requirement);
            }
        }
    }

    private async ValueTask<bool> AllowsAsync(AuthorizationHandlerContext context, ObjectQuestion question, Operation operation)
    {
        if (accessor.HttpContext is { } request)
        {
            var objects = request.RequestServices.GetRequiredService<ObjectAuthorizer>();
            return question.Can(ReferenceEquals(request.User, context.User) ? objects : objects.For(context.User), context.Resource!, operation);
        }

        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return question.Can(scope.ServiceProvider.GetRequiredService<ObjectAuthorizer>().For(context.User), context.Resource!, operation);
        }
    }

    /// <summary>The policy of the object's own type, or of the nearest that it derives from: proxies derive from what they stand for.</summary>
    private ObjectQuestion? Find(Type type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (plans.Policies.ContainsKey(at))
            {
                return ObjectQuestion.For(at);
            }
        }

        return null;
    }
}
