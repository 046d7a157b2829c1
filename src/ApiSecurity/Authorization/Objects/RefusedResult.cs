using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>A refusal as the answer of a handler or an action.</summary>
internal sealed class RefusedResult(Refusals refusals, Refusal refusal) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => refusals.RefuseAsync(httpContext, refusal);
}
