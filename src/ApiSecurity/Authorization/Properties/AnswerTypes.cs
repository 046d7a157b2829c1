using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace ApiSecurity.Authorization;

/// <summary>What an endpoint says that it answers with.</summary>
internal static class AnswerTypes
{
    public static IEnumerable<Type> Of(Endpoint endpoint)
    {
        var action = endpoint.Metadata.GetMetadata<ControllerActionDescriptor>();
        var returned = (action?.MethodInfo ?? endpoint.Metadata.GetMetadata<MethodInfo>())?.ReturnType;
        var told = endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(produces => produces.Type).OfType<Type>();
        return (returned is null ? [] : Unwrap(returned)).Concat(told).Where(type => type != typeof(void)).Distinct();
    }

    /// <summary>What comes out of a task, an <c>ActionResult&lt;T&gt;</c>, or one of the framework's typed results.</summary>
    private static IEnumerable<Type> Unwrap(Type type)
    {
        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)
            || type.IsAssignableTo(typeof(IResult)) || type.IsAssignableTo(typeof(IConvertToActionResult))))
        {
            return type.GetGenericArguments().SelectMany(Unwrap);
        }

        return type.IsAssignableTo(typeof(IResult)) || type.IsAssignableTo(typeof(IActionResult)) || type == typeof(Task) || type == typeof(ValueTask) ? [] : [type];
    }
}
