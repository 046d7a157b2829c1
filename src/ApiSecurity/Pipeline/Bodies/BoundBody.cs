using System.IO.Pipelines;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Pipeline;

/// <summary>Which type an endpoint binds its JSON body to.</summary>
/// <param name="Type">The type; <see langword="null"/> where nothing is bound that can be checked.</param>
/// <param name="Gap">What could not be told.</param>
/// <param name="Others">More types that the same body may be bound to, or that it is described as where the handler reads it by itself.</param>
internal readonly record struct BoundBody(Type? Type, string? Gap = null, IReadOnlyList<Type>? Others = null)
{
    /// <summary>Types may refer to ever new ones (<c>A&lt;T&gt;</c> to <c>A&lt;A&lt;T&gt;&gt;</c>).</summary>
    private const int MaxDepth = 16;

    /// <summary>
    /// What a minimal endpoint's handler takes from the body: the parameter that says so, or else that of a type that is told as metadata.
    /// The framework tells it, before all that the application adds, which may describe anything.
    /// </summary>
    public static BoundBody OfMinimal(EndpointMetadataCollection metadata)
    {
        var told = metadata.GetOrderedMetadata<IAcceptsMetadata>()
            .Where(accepts => accepts.ContentTypes.Any(MayBeJson)).Select(accepts => accepts.RequestType).OfType<Type>().Where(type => !IsRaw(type)).ToArray();
        if (metadata.GetMetadata<MethodInfo>() is not { } handler)
        {
            return new(null, Others: told);
        }

        var parameters = handler.GetParameters().SelectMany(Spread).ToArray();
        if (parameters.FirstOrDefault(parameter => parameter.Is<IFromBodyMetadata>()) is { Type: { } said })
        {
            return IsRaw(said) ? new(null, Others: told) : new(said);
        }

        return told.FirstOrDefault(type => parameters.Any(parameter => parameter.MayBeBody && Same(parameter.Type, type))) is { } bound ? new(bound)
            : told.Length == 0 ? default
            : new(null, parameters.Any(parameter => IsRaw(parameter.Type)) ? null : $"it is described as {told[0].Name}, and the handler reads it by itself", told);
    }

    /// <summary>The parameters, or the controller's properties, that are bound to the body; or what is so anywhere inside of one that is bound from several places.</summary>
    public static BoundBody OfAction(ControllerActionDescriptor action)
    {
        var seen = new HashSet<Type>();
        var types = action.Parameters.Concat(action.BoundProperties)
            .SelectMany(parameter => parameter.BindingInfo?.BindingSource is { } source && source == BindingSource.Body ? [parameter.ParameterType]
                : parameter.BindingInfo?.BindingSource == BindingSource.Services ? []
                : FindInside(parameter.ParameterType, seen))
            .Distinct().ToArray();
        return types.Length < 2 ? new(types.FirstOrDefault()) : new(types[0], $"it may be bound to {types[1].Name} too, and is checked as {types[0].Name}", types[1..]);
    }

    private static IEnumerable<Type> FindInside(Type type, HashSet<Type> seen, int depth = 0)
    {
        if (depth > MaxDepth || !seen.Add(type))
        {
            return [];
        }

        if (type.HasElementType)
        {
            return FindInside(type.GetElementType()!, seen, depth + 1);
        }

        var inside = type.IsGenericType ? type.GetGenericArguments().SelectMany(argument => FindInside(argument, seen, depth + 1)) : [];
        return IsFrameworks(type) ? inside : inside.Concat(Members(type).SelectMany(member => IsBody(member.Attributes) ? [member.Type] : FindInside(member.Type, seen, depth + 1)));
    }

    private static IEnumerable<Place> Members(Type type) =>
        type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => new Place(parameter.ParameterType, parameter))
            .Concat(type.GetProperties().Select(property => new Place(property.PropertyType, property)));

    private static IEnumerable<Place> Spread(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(AsParametersAttribute), inherit: true) ? Members(parameter.ParameterType) : [new Place(parameter.ParameterType, parameter)];

    private static bool IsBody(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(inherit: true).OfType<IBindingSourceMetadata>().Any(metadata => metadata.BindingSource == BindingSource.Body);

    private static bool IsFrameworks(Type type) =>
        type.Namespace is { } name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));

    private static bool IsRaw(Type type) => type == typeof(Stream) || type == typeof(PipeReader);

    private static bool Same(Type parameter, Type type) => parameter == type || Nullable.GetUnderlyingType(parameter) == type;

    private static bool MayBeJson(string contentType) => contentType.Contains("json", StringComparison.OrdinalIgnoreCase) || contentType.Contains('*', StringComparison.Ordinal);

    /// <summary>A parameter, or a member of one that is spread, with what stands on it.</summary>
    private sealed record Place(Type Type, ICustomAttributeProvider Attributes)
    {
        public bool MayBeBody => !Is<IFromServiceMetadata>() && !Is<IFromRouteMetadata>() && !Is<IFromQueryMetadata>() && !Is<IFromHeaderMetadata>()
            && !Is<IFromFormMetadata>() && !Is<FromKeyedServicesAttribute>();

        public bool Is<TAttribute>() => Attributes.GetCustomAttributes(inherit: true).OfType<TAttribute>().Any();
    }
}
