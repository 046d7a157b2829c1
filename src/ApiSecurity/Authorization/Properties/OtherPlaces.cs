using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Authorization;

/// <summary>The types that an endpoint takes from a form, the query or elsewhere, where nothing is JSON.</summary>
internal static class OtherPlaces
{
    /// <summary>Those whose members are bound as a whole.</summary>
    public static IEnumerable<Type> Of(Endpoint endpoint) => (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action
        ? action.Parameters.Concat(action.BoundProperties).Where(parameter => IsValue(parameter.BindingInfo?.BindingSource)).Select(parameter => parameter.ParameterType)
        : Parameters(endpoint).Where(parameter => parameter.GetCustomAttributes(inherit: true).OfType<IFromFormMetadata>().Any()).Select(parameter => parameter.ParameterType))
        .Where(type => !type.IsPrimitive && type != typeof(string) && AuthorizedParameter.ObjectOf(type) is null);

    /// <summary>Those that a minimal API spreads: each member is bound from a place of its own, and may be a service.</summary>
    public static IEnumerable<Type> SpreadOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null ? []
        : Parameters(endpoint).Where(parameter => parameter.IsDefined(typeof(AsParametersAttribute), inherit: true)).Select(parameter => parameter.ParameterType);

    private static ParameterInfo[] Parameters(Endpoint endpoint) => endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [];

    /// <summary>Where nothing is said, an action takes what it finds anywhere.</summary>
    private static bool IsValue(BindingSource? source) => source is null || (source.IsFromRequest && source != BindingSource.Body && source != BindingSource.FormFile);
}
