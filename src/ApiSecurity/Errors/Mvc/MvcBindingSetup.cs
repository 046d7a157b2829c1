using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Errors;

/// <summary>
/// Makes what controllers tell of values that they can't bind safe: neither the value nor a .NET type is in it. Has no effect where there
/// are no controllers: nobody asks for these options then.
/// </summary>
internal sealed class MvcBindingSetup(FeatureOptionsSource<ErrorsOptions> options, Refusals refusals, IServiceProvider services)
    : IPostConfigureOptions<MvcOptions>, IPostConfigureOptions<JsonOptions>, IPostConfigureOptions<ApiBehaviorOptions>
{
    private static readonly Refusal NotBound = new(ErrorsProblems.Feature, SecurityEventNames.InputValidationFailed, ErrorsProblems.MalformedRequest)
    {
        Severity = SecurityEventSeverity.Low,
    };

    private const string NewtonsoftFormatter = "Microsoft.AspNetCore.Mvc.Formatters.NewtonsoftJsonInputFormatter";
    private const string NewtonsoftOptions = "Microsoft.AspNetCore.Mvc.MvcNewtonsoftJsonOptions";
    private const string MessagesAllowed = "AllowInputFormatterExceptionMessages";

    public void PostConfigure(string? name, MvcOptions mvc)
    {
        BindingMessages.Apply(mvc.ModelBindingMessageProvider, () => options.Current.IsEnforced);
        if (options.Current.IsEnforced)
        {
            // Filters show as metadata of the endpoints, so that Report mode must do without; after a reload to Enforce the automatic
            // answers are safe all the same.
            mvc.Filters.Add(new ModelStateCleaner(options));
        }

        foreach (var formatter in mvc.InputFormatters)
        {
            if (formatter.GetType().FullName == NewtonsoftFormatter && formatter.GetType().Assembly.GetType(NewtonsoftOptions) is { } type
                && services.GetService(typeof(IOptions<>).MakeGenericType(type)) is IOptions<object> { Value: var newtonsoft }
                && type.GetProperty(MessagesAllowed) is { } property)
            {
                KeepExceptions((bool)property.GetValue(newtonsoft)!, allowed => property.SetValue(newtonsoft, allowed));
                break;
            }
        }
    }

    public void PostConfigure(string? name, JsonOptions json) =>
        KeepExceptions(json.AllowInputFormatterExceptionMessages, allowed => json.AllowInputFormatterExceptionMessages = allowed);

    public void PostConfigure(string? name, ApiBehaviorOptions behavior)
    {
        var inner = behavior.InvalidModelStateResponseFactory;
        behavior.InvalidModelStateResponseFactory = context =>
        {
            var current = options.Current;
            if (current.IsEnabled)
            {
                refusals.Observe(context.HttpContext, NotBound);
            }

            if (current.IsEnforced)
            {
                ModelStateCleaner.Clean(context.ModelState);
            }

            var result = inner(context);

            if (current.IsEnforced && result is ObjectResult { Value: ProblemDetails details })
            {
                ModelStateProblem.Complete(details, context, current.DescribeBindingErrors);
            }

            return result;
        };
    }

    /// <summary>A formatter that may tell messages puts them into the model state as texts, where they can't be told from others.</summary>
    private void KeepExceptions(bool original, Action<bool> set)
    {
        Set(options.Current);
        options.OnChange(Set);

        void Set(ErrorsOptions changed) => set(original && !changed.IsEnforced);
    }
}
