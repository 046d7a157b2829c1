using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>Decides the requirements that a <see cref="Caller"/> can answer.</summary>
internal sealed class CallerRequirementsHandler(CallerFactory callers, TimeProvider time) : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        Caller? caller = null;
        foreach (var requirement in context.Requirements)
        {
            var holds = requirement switch
            {
                PermissionRequirement permission => (caller ??= CallerOf(context)).Can(permission.Permission),
                ScopeRequirement scope => (caller ??= CallerOf(context)).HasScope(scope.Scope),
                RoleRequirement role => role.IsMetBy(caller ??= CallerOf(context)),
                AcrRequirement acr => acr.IsMetBy(caller ??= CallerOf(context)),
                RecentLoginRequirement login => login.IsMetBy(caller ??= CallerOf(context), time.GetUtcNow()),
                _ => false,
            };
            if (holds)
            {
                context.Succeed(requirement);
            }
        }

        return Task.CompletedTask;
    }

    private Caller CallerOf(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext request && ReferenceEquals(request.User, context.User) ? callers.Get(request) : callers.Get(context.User);
}
