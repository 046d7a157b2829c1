using Microsoft.AspNetCore.Http;
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
        var parameter = AuthorizedParameter.Find(bindingContext.HttpContext.GetEndpoint(), typeof(T), bindingContext.FieldName);
        var value = await Authorized<T>.LoadAsync(bindingContext.HttpContext, parameter).ConfigureAwait(false);
        // The object comes from the database: its attributes are about what clients send.
        bindingContext.ValidationState[value] = new ValidationStateEntry { SuppressValidation = true };
        bindingContext.Result = ModelBindingResult.Success(value);
    }
}
