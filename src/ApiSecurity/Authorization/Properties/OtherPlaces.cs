using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Authorization;

/// <summary>The types that an endpoint takes from a form, the query or elsewhere, where nothing is JSON.</summary>
internal static class OtherPlaces
{
    public static IEnumerable<Type> Of(Endpoint endpoint) => (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action
        ? action.Parameters.Concat(action.BoundProperties).Where(parameter => IsValue(parameter.BindingInfo?.BindingSource)).Select(parameter => parameter.ParameterType)
        : (endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? []).Where(IsFormOrSpread).Select(parameter => parameter.ParameterType))
        .Where(type => !type.IsPrimitive && type != typeof(string));

    private static bool IsFormOrSpread(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(AsParametersAttribute), inherit: true) || parameter.GetCustomAttributes(inherit: true).OfType<IFromFormMetadata>().Any();

    /// <summary>Where nothing is said, an action takes what it finds anywhere.</summary>
    private static bool IsValue(BindingSource? source) => source is null || source.IsFromRequest && source != BindingSource.Body && source != BindingSource.FormFile;
}
