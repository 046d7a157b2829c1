using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Decides <see cref="PossessionRequirement"/> by the proof that came with the request.</summary>
internal sealed class PossessionHandler(IHttpContextAccessor accessor) : AuthorizationHandler<PossessionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PossessionRequirement requirement)
    {
        if ((context.Resource as HttpContext ?? accessor.HttpContext) is not { } request)
        {
            return Task.CompletedTask;
        }

        // Of two credentials in a request, the proof belongs to one.
        if (request.Features.Get<PossessionFeature>() is { } proved && proved.IsOf(context.User))
        {
            context.Succeed(requirement);
            return Task.CompletedTask;
        }

        request.Features.Set(ProofWanted.Instance);
        if (context.User.Identity is { IsAuthenticated: true })
        {
            request.Features.Set(ProofRefusal.Required);
            request.Features.Set(ProofProblems.Required);
        }

        return Task.CompletedTask;
    }
}
