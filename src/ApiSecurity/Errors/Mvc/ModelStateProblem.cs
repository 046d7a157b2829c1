using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Errors;

/// <summary>Gives the automatic answer of <c>[ApiController]</c> to a model that is not valid the members that all our problems have.</summary>
internal static class ModelStateProblem
{
    public static void Complete(ProblemDetails details, ActionContext context, bool describe)
    {
        details.Extensions.TryAdd("code", ReasonCodes.MalformedRequest);
        if (describe && Violations(context) is { Count: > 0 } violations)
        {
            details.Extensions.TryAdd("violations", violations);
        }
    }

    private static List<BindingViolation> Violations(ActionContext context)
    {
        var violations = new List<BindingViolation>();
        foreach (var (key, entry) in context.ModelState)
        {
            foreach (var error in entry.Errors)
            {
                if (error.Exception is BindingException exception)
                {
                    violations.AddRange(exception.Violations);
                }
                else if (SourceOf(context, key) is { } source)
                {
                    violations.Add(BindingViolation.InParameter(source, key, IsMissing(entry) ? BindingTexts.RequiredCode : BindingTexts.FormatCode, error.ErrorMessage));
                }
            }
        }

        return violations;
    }

    private static bool IsMissing(ModelStateEntry entry) => entry.RawValue is null && string.IsNullOrEmpty(entry.AttemptedValue);

    /// <returns>Where the action's parameter comes from, or <see langword="null"/> for the body, and for what is no parameter's name.</returns>
    private static string? SourceOf(ActionContext context, string key)
    {
        foreach (var parameter in context.ActionDescriptor.Parameters)
        {
            var binding = parameter.BindingInfo;
            if (string.Equals(binding?.BinderModelName ?? parameter.Name, key, StringComparison.OrdinalIgnoreCase))
            {
                return binding?.BindingSource?.Id switch
                {
                    "Path" => "path",
                    "Query" => "query",
                    "Header" => "header",
                    "Form" or "FormFile" => "form",
                    _ => null,
                };
            }
        }

        return null;
    }
}
