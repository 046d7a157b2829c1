using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;

namespace ApiSecurity.Authorization;

/// <summary>Loads and checks the object of an action's parameter. A refused one is held back by <see cref="AuthorizedActionFilter"/>.</summary>
internal sealed class AuthorizedModelBinder<T> : IModelBinder
    where T : class
{
    public async Task BindModelAsync(ModelBindingContext bindingContext)
    {
        ArgumentNullException.ThrowIfNull(bindingContext);
        var context = bindingContext.HttpContext;
        var demand = Authorized<T>.DemandOf(context, bindingContext.FieldName);
        // Of what the body refers to, nothing is known before all parameters are bound.
        var value = demand.Place == ObjectPlace.Body ? Authorized<T>.Later() : await Authorized<T>.LoadAsync(context, demand).ConfigureAwait(false);
        if (value is not null)
        {
            // The object comes from the database: its attributes are about what clients send.
            bindingContext.ValidationState[value] = new ValidationStateEntry { SuppressValidation = true };
        }

        bindingContext.Result = ModelBindingResult.Success(value);
    }
}
