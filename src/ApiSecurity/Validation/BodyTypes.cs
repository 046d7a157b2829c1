using System.IO.Pipelines;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Validation;

/// <summary>Which type an endpoint binds its JSON body to.</summary>
internal static class BodyTypes
{
    /// <summary>
    /// The framework tells the body's type of a minimal endpoint as metadata; so may the application, of a body that it reads by itself
    /// and perhaps by rules of its own: only what one of the handler's parameters takes is bound.
    /// </summary>
    public static Type? OfMinimal(EndpointMetadataCollection metadata)
    {
        var handler = metadata.GetMetadata<MethodInfo>();
        if (handler is null || metadata.GetMetadata<IAcceptsMetadata>() is not { RequestType: { } type } accepts || !accepts.ContentTypes.Any(IsJson))
        {
            return null;
        }

        return type != typeof(Stream) && type != typeof(PipeReader) && handler.GetParameters().Any(parameter => Takes(parameter, type)) ? type : null;
    }

    /// <summary>The parameter, or the controller's property, that is bound to the body; or what is so inside of one that is bound from several places.</summary>
    public static Type? OfAction(ControllerActionDescriptor action)
    {
        var bound = action.Parameters.Concat(action.BoundProperties).ToArray();
        return bound.FirstOrDefault(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Body)?.ParameterType
            ?? bound.Select(parameter => FindInside(parameter.ParameterType)).FirstOrDefault(type => type is not null);
    }

    private static Type? FindInside(Type type) =>
        type.GetProperties().FirstOrDefault(IsBody)?.PropertyType
        ?? type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).FirstOrDefault(IsBody)?.ParameterType;

    private static bool IsBody(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(inherit: true).OfType<IBindingSourceMetadata>().Any(metadata => metadata.BindingSource == BindingSource.Body);

    private static bool Takes(ParameterInfo parameter, Type type) =>
        parameter.ParameterType == type
        || (parameter.IsDefined(typeof(AsParametersAttribute), inherit: true)
            && (parameter.ParameterType.GetProperties().Any(property => property.PropertyType == type)
                || parameter.ParameterType.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(inner => inner.ParameterType == type)));

    private static bool IsJson(string contentType) => contentType.Contains("json", StringComparison.OrdinalIgnoreCase);
}
