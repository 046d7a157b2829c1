using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>That an object must not be made or saved as it is; return it from a handler or an action for the answer, 403 with <c>object_refused</c>.</summary>
public sealed class ObjectRefusal : IResult, IActionResult
{
    private readonly Refusal _refusal;

    internal ObjectRefusal(Refusal refusal) => _refusal = refusal;

    /// <summary>Writes the answer. The event was told when the object was checked.</summary>
    /// <param name="httpContext">The request.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        return httpContext.RequestServices.GetRequiredService<Refusals>().AnswerAsync(httpContext, _refusal);
    }

    /// <summary>Writes the answer. The event was told when the object was checked.</summary>
    /// <param name="context">The action.</param>
    /// <returns>A task that ends when the answer is written.</returns>
    public Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ExecuteAsync(context.HttpContext);
    }
}
