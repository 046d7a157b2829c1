using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>Asks the decision point for all that a request requires of it, at once.</summary>
internal sealed class AccessRequirementHandler(IServiceProvider services, CallerFactory callers) : IAuthorizationHandler
{
    private const int LongestId = 256;

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        foreach (var requirement in context.PendingRequirements)
        {
            if (requirement is AccessRequirement)
            {
                return HandleAccessAsync(context);
            }
        }

        return Task.CompletedTask;
    }

    private async Task HandleAccessAsync(AuthorizationHandlerContext context)
    {
        // Anonymous callers are asked to sign in first: nobody is asked about them.
        if (context.Resource is not HttpContext request || services.GetService<AccessDecisions>() is not { } decisions
            || SubjectOf(ReferenceEquals(request.User, context.User) ? callers.Get(request) : callers.Get(context.User)) is not var (type, id))
        {
            return;
        }

        var asked = new List<(AccessRequirement Requirement, AccessEvaluation Evaluation)>();
        foreach (var requirement in context.PendingRequirements.OfType<AccessRequirement>())
        {
            if (request.GetRouteValue(requirement.RouteParameter)?.ToString() is { Length: > 0 and <= LongestId } resource && !resource.Any(char.IsControl))
            {
                asked.Add((requirement, new AccessEvaluation(type, id, requirement.Action, requirement.ResourceType, resource)));
            }
        }

        if (asked.Count == 0)
        {
            return;
        }

        var answers = await decisions.EvaluateAllAsync([.. asked.Select(one => one.Evaluation)], request.RequestAborted).ConfigureAwait(false);
        for (var index = 0; index < asked.Count; index++)
        {
            if (answers[index] == true)
            {
                context.Succeed(asked[index].Requirement);
            }
            else if (answers[index] is null)
            {
                request.Features.Set(new UnavailableAccess(asked[index].Requirement));
            }
        }
    }

    private static (string Type, string Id)? SubjectOf(Caller caller) =>
        caller.Subject is { } subject ? ("user", subject) : caller.Client is { } client ? ("client", client) : null;
}

/// <summary>A decision that a request waits for could not be had.</summary>
internal sealed record UnavailableAccess(AccessRequirement Requirement);
