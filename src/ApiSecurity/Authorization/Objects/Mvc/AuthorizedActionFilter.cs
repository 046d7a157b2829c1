using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ApiSecurity.Authorization;

/// <summary>Before an action, its own filters and the answer to an invalid model: nobody sees an object that was refused, and the answer tells nothing else.</summary>
internal sealed class AuthorizedActionFilter(Refusals refusals) : IAsyncActionFilter, IOrderedFilter
{
    public int Order => int.MinValue;

    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        if (context.HttpContext.Features.Get<RefusedObject>() is not { } refused)
        {
            await next().ConfigureAwait(false);
            return;
        }

        context.HttpContext.Features.Set<RefusedObject>(null);
        await refusals.RefuseAsync(context.HttpContext, refused.Refusal).ConfigureAwait(false);
        context.Result = new EmptyResult();
    }
}
