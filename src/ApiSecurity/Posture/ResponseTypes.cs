using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace ApiSecurity.Posture;

/// <summary>What an endpoint answers with when all goes well, as far as its metadata and its handler's signature tell.</summary>
internal static class ResponseTypes
{
    public static IEnumerable<Type> Of(Endpoint endpoint)
    {
        var told = endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(produces => produces.StatusCode is >= 200 and < 300).Select(produces => produces.Type).OfType<Type>();
        var method = endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo ?? endpoint.Metadata.GetMetadata<MethodInfo>();
        return told.Append(Awaited(method?.ReturnType ?? typeof(void))).Where(IsAnswer).Distinct();
    }

    private static Type Awaited(Type type)
    {
        while (type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(Task<>) || definition == typeof(ValueTask<>) || definition == typeof(ActionResult<>)))
        {
            type = type.GetGenericArguments()[0];
        }

        return type;
    }

    private static bool IsAnswer(Type type) => type != typeof(void) && type != typeof(Task) && type != typeof(ValueTask) && type != typeof(object)
        && !typeof(IResult).IsAssignableFrom(type) && !typeof(IActionResult).IsAssignableFrom(type) && !typeof(IConvertToActionResult).IsAssignableFrom(type);
}
