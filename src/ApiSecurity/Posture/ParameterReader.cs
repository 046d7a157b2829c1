using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ApiSecurity.Posture;

/// <summary>What an endpoint takes from the path and from the query.</summary>
internal static class ParameterReader
{
    public static IEnumerable<PostureParameter> Read(Endpoint endpoint, IReadOnlyList<PostureObject> objects)
    {
        Place[] places = [.. Places(endpoint)];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in (endpoint as RouteEndpoint)?.RoutePattern is { } pattern ? pattern.Parameters.Where(part => !RouteText.IsFixed(pattern, part)) : [])
        {
            names.Add(parameter.Name);
            yield return OfRoute(((RouteEndpoint)endpoint).RoutePattern, parameter, places.FirstOrDefault(place => place.MayBeRoute && Same(place.Name, parameter.Name)), objects);
        }

        foreach (var place in places)
        {
            if (place.MayBeQuery && names.Add(place.Name))
            {
                yield return new PostureParameter(place.Name, PostureParameterPlace.Query)
                {
                    Type = place.Type,
                    IsOptional = place.IsOptional,
                    IsIdentifier = Identifiers.IsOne(place.Name),
                    IsAuthorized = IsAuthorized(place.Name, PostureParameterPlace.Query, objects),
                };
            }
        }
    }

    /// <summary>The types of the handler's parameters, services among them.</summary>
    public static IEnumerable<Type> TypesOf(Endpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo ?? endpoint.Metadata.GetMetadata<MethodInfo>())?.GetParameters()
            .SelectMany(Spread).Select(member => member.Type) ?? [];

    private static PostureParameter OfRoute(RoutePattern pattern, RoutePatternParameterPart parameter, Place? place, IReadOnlyList<PostureObject> objects)
    {
        string[] constraints = [.. RouteText.ConstraintsOf(pattern, parameter.Name)];
        return new PostureParameter(parameter.Name, PostureParameterPlace.Route)
        {
            Type = place?.Type,
            Constraints = constraints,
            IsOptional = parameter.IsOptional || parameter.Default is not null,
            IsCatchAll = parameter.IsCatchAll,
            IsIdentifier = Identifiers.IsOne(parameter.Name, constraints, place?.Type),
            IsAuthorized = IsAuthorized(parameter.Name, PostureParameterPlace.Route, objects),
        };
    }

    private static IEnumerable<Place> Places(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action)
        {
            return from parameter in action.Parameters
                   let source = parameter.BindingInfo?.BindingSource
                   select new Place(parameter.BindingInfo?.BinderModelName ?? parameter.Name, parameter.ParameterType)
                   {
                       MayBeRoute = source is null || source == BindingSource.Path || source == BindingSource.ModelBinding,
                       MayBeQuery = source == BindingSource.Query || ((source is null || source == BindingSource.ModelBinding) && Identifiers.IsSimple(parameter.ParameterType)),
                       IsOptional = IsOptional(parameter.ParameterType) || (parameter as ControllerParameterDescriptor)?.ParameterInfo is { } info && (info.HasDefaultValue || MayBeNull(info)),
                   };
        }

        return (endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? []).SelectMany(Spread).Where(member => !member.IsElsewhere).Select(member => new Place(member.SaidName ?? member.Name, member.Type)
        {
            MayBeRoute = !member.Is<IFromQueryMetadata>(),
            MayBeQuery = member.Is<IFromQueryMetadata>() || (!member.Is<IFromRouteMetadata>() && Identifiers.IsSimple(member.Type)),
            IsOptional = IsOptional(member.Type) || member.HasDefault || MayBeNull(member.Attributes),
        });
    }

    private static IEnumerable<Member> Spread(ParameterInfo parameter) => parameter.IsDefined(typeof(AsParametersAttribute), inherit: true)
        ? parameter.ParameterType.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(inner => new Member(inner.Name ?? string.Empty, inner.ParameterType, inner, inner.HasDefaultValue))
            .Concat(parameter.ParameterType.GetProperties().Select(inner => new Member(inner.Name, inner.PropertyType, inner, HasDefault: false)))
            .DistinctBy(member => member.Name, StringComparer.OrdinalIgnoreCase)
        : [new Member(parameter.Name ?? string.Empty, parameter.ParameterType, parameter, parameter.HasDefaultValue)];

    private static bool IsAuthorized(string name, PostureParameterPlace place, IReadOnlyList<PostureObject> objects) =>
        objects.Any(one => one.Place == place && one.Ids.Any(id => Same(id, name)));

    private static bool IsOptional(Type type) => Nullable.GetUnderlyingType(type) is not null || type.IsArray;

    /// <summary><c>string?</c>: the binder asks the same.</summary>
    private static bool MayBeNull(ICustomAttributeProvider place) => place switch
    {
        ParameterInfo parameter => new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable,
        PropertyInfo property => new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable,
        _ => false,
    };

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private sealed record Place(string Name, Type Type)
    {
        public bool MayBeRoute { get; init; }

        public bool MayBeQuery { get; init; }

        public bool IsOptional { get; init; }
    }

    /// <summary>A parameter of a handler, or a member of one that is spread.</summary>
    private sealed record Member(string Name, Type Type, ICustomAttributeProvider Attributes, bool HasDefault)
    {
        public bool IsElsewhere => Is<IFromServiceMetadata>() || Is<IFromBodyMetadata>() || Is<IFromHeaderMetadata>() || Is<IFromFormMetadata>();

        public string? SaidName => All.OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? All.OfType<IFromRouteMetadata>().FirstOrDefault()?.Name;

        private object[] All => Attributes.GetCustomAttributes(inherit: true);

        public bool Is<TAttribute>() => All.OfType<TAttribute>().Any();
    }
}
