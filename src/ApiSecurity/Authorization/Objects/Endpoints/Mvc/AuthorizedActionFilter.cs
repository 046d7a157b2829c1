using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ApiSecurity.Authorization;

/// <summary>Before an action, its own filters and the answer to an invalid model: nobody sees an object that was refused, and the answer tells nothing else.</summary>
internal sealed class AuthorizedActionFilter(ObjectPlans plans, Refusals refusals) : IAsyncActionFilter, IOrderedFilter
{
    public int Order => int.MinValue;

    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var refusal = TakeRefused(context.HttpContext) ?? await CheckAsync(context).ConfigureAwait(false);
        if (refusal is null)
        {
            await next().ConfigureAwait(false);
            return;
        }

        await refusals.RefuseAsync(context.HttpContext, refusal).ConfigureAwait(false);
        context.Result = new EmptyResult();
    }

    private static Refusal? TakeRefused(HttpContext context)
    {
        var refused = context.Features.Get<RefusedObject>();
        context.Features.Set<RefusedObject>(null);
        return refused?.Refusal;
    }

    private async ValueTask<Refusal?> CheckAsync(ActionExecutingContext context)
    {
        if (context.HttpContext.GetEndpoint() is not { } endpoint)
        {
            return null;
        }

        var plan = plans.Get(endpoint);
        if (plan.ByArgument.Count > 0)
        {
            context.HttpContext.Features.Set(new RequestArguments(context));
            foreach (var demand in plan.ByArgument)
            {
                if ((await demand.Loader.LoadAsync(context.HttpContext, demand).ConfigureAwait(false)).Refusal is { } refused)
                {
                    return refused;
                }
            }
        }

        return plan.Arguments.Count == 0 ? null : await CheckReferencesAsync(context, plan).ConfigureAwait(false);
    }

    private async ValueTask<Refusal?> CheckReferencesAsync(ActionExecutingContext context, ObjectPlan plan)
    {
        var references = new RequestReferences();
        foreach (var parameter in context.ActionDescriptor.Parameters.OfType<ControllerParameterDescriptor>().Where(parameter => plan.Arguments.Contains(parameter.Name)))
        {
            context.ActionArguments.TryGetValue(parameter.Name, out var value);
            if (parameter.ParameterInfo.GetCustomAttribute<ObjectReferenceAttribute>(inherit: true) is { } own)
            {
                ReferenceReader.Add(own, value, parameter.Name, references);
            }
            else
            {
                plans.References.Read(value, string.Empty, references);
            }
        }

        context.HttpContext.Features.Set(references);
        return await ReferenceChecks.RefuseAsync(context.HttpContext, references, plan.Loaders).ConfigureAwait(false) ?? await FillAsync(context, plan).ConfigureAwait(false);
    }

    /// <summary>The objects that the action takes by what the body refers to.</summary>
    private static async ValueTask<Refusal?> FillAsync(ActionExecutingContext context, ObjectPlan plan)
    {
        foreach (var demand in plan.Demands.Where(demand => demand.Place == ObjectPlace.Body))
        {
            if (context.ActionArguments.TryGetValue(demand.Name, out var argument) && argument is IAuthorizedLater later)
            {
                if (demand.IsOptional && !demand.TryGetId(context.HttpContext, out _))
                {
                    context.ActionArguments[demand.Name] = null;
                    continue;
                }

                await later.FillAsync(context.HttpContext, demand).ConfigureAwait(false);
            }
        }

        return TakeRefused(context.HttpContext);
    }
}
