using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Authorization;

/// <summary>Has <c>[ApiController]</c> not take an <see cref="Authorized{T}"/> parameter for the body, and actions with one hold back what was refused.</summary>
internal sealed class AuthorizedParameterModels(ObjectPlans plans) : IApplicationModelProvider
{
    /// <summary>After the framework has found the parameters (-1000), before it infers where their values come from (-900).</summary>
    public int Order => -950;

    public void OnProvidersExecuting(ApplicationModelProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var action in context.Result.Controllers.SelectMany(controller => controller.Actions))
        {
            var parameters = action.Parameters.Where(parameter => AuthorizedParameter.ObjectOf(parameter.ParameterType) is not null).ToArray();
            foreach (var parameter in parameters.Where(parameter => parameter.BindingInfo?.BindingSource is null))
            {
                (parameter.BindingInfo ??= new BindingInfo()).BindingSource = BindingSource.Special;
            }

            // Also actions whose arguments are ids, or have references in them; all others are left as they were.
            if (parameters.Length > 0 || action.Parameters.Any(HasReferences)
                || action.Attributes.Concat(action.Controller.Attributes).OfType<AuthorizeObjectAttribute>().Any())
            {
                action.Filters.Add(new TypeFilterAttribute(typeof(AuthorizedActionFilter)) { Order = int.MinValue });
            }
        }
    }

    private bool HasReferences(ParameterModel parameter) =>
        parameter.Attributes.OfType<ObjectReferenceAttribute>().Any() || plans.References.KindsIn(parameter.ParameterType).Count > 0;

    public void OnProvidersExecuted(ApplicationModelProviderContext context)
    {
    }
}
