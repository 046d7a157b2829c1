using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Errors;

/// <summary>
/// Which parameter of a minimal API could not be bound. The framework tells it in the exception's message alone, beside the type and the
/// value; so a name is taken from the message, but told only if the endpoint has a parameter of that name.
/// </summary>
internal static class ParameterFailure
{
    private static readonly string[] Beginnings =
        ["Failed to bind parameter \"", "Required parameter \"", "Implicit body inferred for parameter \"", "Failed to read parameter \""];

    public static BindingViolation? Describe(HttpContext context, BadHttpRequestException exception)
    {
        var message = exception.Message;
        var beginning = Array.Find(Beginnings, beginning => message.StartsWith(beginning, StringComparison.Ordinal));
        if (beginning is null || context.GetEndpoint() is not { } endpoint)
        {
            return null;
        }

        // The parameter comes before the value, so nothing that the client sent can stand in for it.
        var declaration = message[beginning.Length..];
        declaration = declaration[..Math.Max(0, declaration.IndexOf('"', StringComparison.Ordinal))];
        var name = declaration[(declaration.LastIndexOf(' ') + 1)..];
        foreach (var parameter in endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>())
        {
            if (parameter.Name == name)
            {
                return Describe(endpoint, parameter, missing: beginning[0] is 'R' or 'I', message);
            }
        }

        return null;
    }

    private static BindingViolation Describe(Endpoint endpoint, IParameterBindingMetadata parameter, bool missing, string message)
    {
        var (source, name) = SourceOf(endpoint, parameter, message);
        return source is null
            ? BindingViolation.InBody(string.Empty, missing ? BindingTexts.RequiredCode : BindingTexts.MalformedCode, missing ? BindingTexts.RequiredBody : BindingTexts.Type)
            : BindingViolation.InParameter(source, name, missing ? BindingTexts.RequiredCode : BindingTexts.FormatCode, missing ? BindingTexts.Required : BindingTexts.Type);
    }

    /// <returns>No source for the body.</returns>
    private static (string? Source, string Name) SourceOf(Endpoint endpoint, IParameterBindingMetadata parameter, string message)
    {
        foreach (var attribute in parameter.ParameterInfo.GetCustomAttributes(inherit: true))
        {
            switch (attribute)
            {
                case IFromRouteMetadata route:
                    return ("path", route.Name ?? parameter.Name);
                case IFromQueryMetadata query:
                    return ("query", query.Name ?? parameter.Name);
                case IFromHeaderMetadata header:
                    return ("header", header.Name ?? parameter.Name);
                case IFromFormMetadata form:
                    return ("form", form.Name ?? parameter.Name);
                case IFromBodyMetadata:
                    return (null, parameter.Name);
            }
        }

        if (endpoint is RouteEndpoint { RoutePattern: var pattern } && pattern.GetParameter(parameter.Name) is not null)
        {
            return ("path", parameter.Name);
        }

        if (IsForm(parameter.ParameterInfo))
        {
            return ("form", parameter.Name);
        }

        return message.StartsWith("Implicit body", StringComparison.Ordinal) || message.EndsWith(" body.", StringComparison.Ordinal) || message.EndsWith(" JSON.", StringComparison.Ordinal)
            ? (null, parameter.Name)
            : ("query", parameter.Name);
    }

    private static bool IsForm(ParameterInfo parameter) =>
        typeof(IFormFile).IsAssignableFrom(parameter.ParameterType) || typeof(IFormCollection).IsAssignableFrom(parameter.ParameterType)
        || typeof(IFormFileCollection).IsAssignableFrom(parameter.ParameterType);
}
