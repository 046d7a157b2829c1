using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Asks for the signature itself: a caller who came in by another scheme has none. Whoever can come back with a better one is told so (401).</summary>
internal sealed class HttpSignatureRequirementHandler(IHttpContextAccessor accessor) : AuthorizationHandler<HttpSignatureRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, HttpSignatureRequirement requirement)
    {
        if ((context.Resource as HttpContext ?? accessor.HttpContext) is not { } request)
        {
            return Task.CompletedTask;
        }

        var signature = request.Features.Get<VerifiedSignature>();
        if (signature is not null && requirement.Components.All(component => RequiredComponents.Covers(signature.Input, component)))
        {
            context.Succeed(requirement);
        }
        else
        {
            request.Features.Set(new WeakCredential(requirement, signature is null ? SignatureProblems.Without(request) : SignatureProblems.MissingComponent));
        }

        return Task.CompletedTask;
    }
}
