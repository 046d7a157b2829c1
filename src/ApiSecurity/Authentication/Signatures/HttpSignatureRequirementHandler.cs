using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Asks for the signature itself: a caller who came in by another scheme has none.</summary>
internal sealed class HttpSignatureRequirementHandler(IHttpContextAccessor accessor) : AuthorizationHandler<HttpSignatureRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, HttpSignatureRequirement requirement)
    {
        var request = context.Resource as HttpContext ?? accessor.HttpContext;
        if (request?.Features.Get<VerifiedSignature>() is { } signature
            && requirement.Components.All(component => RequiredComponents.Covers(signature.Input, component)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
