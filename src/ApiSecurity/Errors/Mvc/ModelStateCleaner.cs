using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Errors;

/// <summary>
/// Before everything that looks at the model state: errors that come from exceptions (a JSON reader's, a binder's) get texts of our own.
/// Those of DataAnnotations, and those that the application adds, stay.
/// </summary>
internal sealed class ModelStateCleaner(FeatureOptionsSource<ErrorsOptions> options) : IActionFilter, IOrderedFilter
{
    public int Order => int.MinValue;

    public void OnActionExecuting(ActionExecutingContext context)
    {
        if (!context.ModelState.IsValid && options.Current.IsEnforced)
        {
            Clean(context.ModelState);
        }
    }

    public void OnActionExecuted(ActionExecutedContext context)
    {
    }

    public static void Clean(ModelStateDictionary modelState)
    {
        foreach (var (key, entry) in modelState)
        {
            for (var index = 0; index < entry.Errors.Count; index++)
            {
                // By the exception of a content type that nobody reads the framework knows to answer 415; it says no more than that.
                if (entry.Errors[index].Exception is { } exception and not (BindingException or UnsupportedContentTypeException))
                {
                    var violations = ReaderFailure.Describe(key, exception);
                    entry.Errors[index] = new ModelError(new BindingException(violations), violations[0].Detail);
                }
            }
        }
    }
}
