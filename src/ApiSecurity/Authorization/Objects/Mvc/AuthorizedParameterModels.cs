using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Authorization;

/// <summary>Has <c>[ApiController]</c> not take an <see cref="Authorized{T}"/> parameter for the body.</summary>
internal sealed class AuthorizedParameterModels : IApplicationModelProvider
{
    /// <summary>After the framework has found the parameters (-1000), before it infers where their values come from (-900).</summary>
    public int Order => -950;

    public void OnProvidersExecuting(ApplicationModelProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var parameter in context.Result.Controllers.SelectMany(controller => controller.Actions).SelectMany(action => action.Parameters))
        {
            if (AuthorizedParameter.ObjectOf(parameter.ParameterType) is not null && parameter.BindingInfo?.BindingSource is null)
            {
                (parameter.BindingInfo ??= new BindingInfo()).BindingSource = BindingSource.Special;
            }
        }
    }

    public void OnProvidersExecuted(ApplicationModelProviderContext context)
    {
    }
}
