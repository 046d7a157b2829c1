using System.Globalization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ApiSecurity.Authorization;

/// <summary>What was bound to an action's parameters; a feature of the request.</summary>
internal sealed class RequestArguments(ActionExecutingContext context)
{
    /// <returns>The id: the argument itself, or the texts of a key's parts; <see langword="null"/> if there is none.</returns>
    public object? IdOf(IReadOnlyList<string> names)
    {
        if (names.Count == 1)
        {
            return ArgumentOf(names[0]);
        }

        string?[] texts = [.. names.Select(name => Convert.ToString(ArgumentOf(name), CultureInfo.InvariantCulture))];
        return texts.Any(string.IsNullOrEmpty) ? null : texts;
    }

    /// <summary>An argument that was not bound is what the action gets in its place.</summary>
    private object? ArgumentOf(string name)
    {
        if (context.ActionArguments.TryGetValue(name, out var value))
        {
            return value;
        }

        var parameter = context.ActionDescriptor.Parameters.OfType<ControllerParameterDescriptor>().FirstOrDefault(own => own.Name == name)?.ParameterInfo;
        return parameter is null ? null
            : parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
            : null;
    }
}
