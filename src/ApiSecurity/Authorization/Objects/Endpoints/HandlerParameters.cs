using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Authorization;

/// <summary>Where an endpoint's handler takes its parameters from, as far as ids are concerned.</summary>
internal sealed class HandlerParameters
{
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.OrdinalIgnoreCase);

    private readonly Type? _body;

    private HandlerParameters(IEnumerable<Parameter> parameters, ActionDescriptor? action, Type? body = null)
    {
        _body = body;
        All = [.. parameters];
        Action = action;
        foreach (var parameter in All)
        {
            _byName.TryAdd(parameter.Name, parameter);
        }

        foreach (var parameter in All)
        {
            // Also as the request calls it.
            _byName.TryAdd(parameter.BoundName, parameter);
        }
    }

    public IReadOnlyList<Parameter> All { get; }

    /// <summary>What MVC runs; <see langword="null"/> for a minimal endpoint.</summary>
    public ActionDescriptor? Action { get; }

    public static HandlerParameters Of(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<ActionDescriptor>() is { } action)
        {
            return new(action.Parameters.Select(OfAction), action);
        }

        return new(endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().SelectMany(OfMinimal) ?? [], null, BoundBody.OfMinimal(endpoint.Metadata).Type);
    }

    /// <summary>From where the handler takes a parameter; what nobody takes is in the route.</summary>
    public (ObjectPlace Place, string Name, string? Error) PlaceOf(string name, string[] route)
    {
        var inRoute = route.Contains(name, StringComparer.OrdinalIgnoreCase);
        if (!_byName.TryGetValue(name, out var parameter))
        {
            return inRoute ? (ObjectPlace.Route, name, null) : (ObjectPlace.None, name, $"neither the route nor the handler has a parameter {name}.");
        }

        return parameter.Place switch
        {
            _ when Action is null && parameter.IsUnsaid && _body is not null && (parameter.Type == _body || Nullable.GetUnderlyingType(parameter.Type) == _body) =>
                (ObjectPlace.None, name, $"{name} is taken from the body. Write [FromRoute] or [FromQuery] before it, or take a type of your own with [ObjectReference] on its member."),
            ObjectPlace.Route or ObjectPlace.Query => (parameter.Place, parameter.BoundName, null),
            _ when Action is not null || parameter.IsUnsaid => (inRoute ? ObjectPlace.Route : ObjectPlace.Query, parameter.BoundName, null),
            _ => (ObjectPlace.None, name, $"{name} is taken neither from the route nor from the query. Take Authorized<…>, or ask ObjectAuthorizer in the handler."),
        };
    }

    /// <returns>The action's parameters of these names; <see langword="null"/> for a minimal endpoint, and where none of them is one.</returns>
    public IReadOnlyList<string>? ArgumentsOf(IReadOnlyList<string> names, out string? error)
    {
        string[] own = [.. names.Where(_byName.ContainsKey).Select(name => _byName[name].Name)];
        error = Action is null ? null
            : own.Length > 0 && own.Length < names.Count ? "one part of the key is a parameter of the action and another is not. Take all of them as parameters."
            : own.Length == 0 && Action.BoundProperties.FirstOrDefault(property => names.Contains(property.Name, StringComparer.OrdinalIgnoreCase)) is { } bound
                ? $"the property {bound.Name} is bound too, which MVC may take from a form. Take it as a parameter of the action."
            : null;
        return Action is null || own.Length == 0 ? null : own;
    }

    private static Parameter OfAction(ParameterDescriptor parameter)
    {
        var source = parameter.BindingInfo?.BindingSource;
        return new Parameter(
            parameter.Name,
            parameter.BindingInfo?.BinderModelName ?? parameter.Name,
            source == BindingSource.Path ? ObjectPlace.Route : source == BindingSource.Query ? ObjectPlace.Query : ObjectPlace.None,
            IsUnsaid: source is null,
            IsForm: source == BindingSource.Form,
            parameter.ParameterType,
            (parameter as ControllerParameterDescriptor)?.ParameterInfo.GetCustomAttribute<ObjectReferenceAttribute>(inherit: true))
        {
            MayBeBound = source != BindingSource.Services && source != BindingSource.Special,
        };
    }

    private static IEnumerable<Parameter> OfMinimal(ParameterInfo parameter) => parameter.IsDefined(typeof(AsParametersAttribute), inherit: true)
        ? parameter.ParameterType.GetProperties().Select(property => OfMinimal(property.Name, property.PropertyType, [.. property.GetCustomAttributes(inherit: true), .. OfConstructor(property)]))
        : [OfMinimal(parameter.Name ?? string.Empty, parameter.ParameterType, parameter.GetCustomAttributes(inherit: true))];

    private static Parameter OfMinimal(string name, Type type, object[] attributes)
    {
        var route = attributes.OfType<IFromRouteMetadata>().FirstOrDefault();
        var query = attributes.OfType<IFromQueryMetadata>().FirstOrDefault();
        var isSaid = attributes.Any(item => item is IFromHeaderMetadata or IFromFormMetadata or IFromBodyMetadata or IFromServiceMetadata);
        return new Parameter(
            name,
            route?.Name ?? query?.Name ?? name,
            route is not null ? ObjectPlace.Route : query is not null ? ObjectPlace.Query : ObjectPlace.None,
            IsUnsaid: !isSaid && route is null && query is null,
            IsForm: attributes.Any(item => item is IFromFormMetadata),
            type,
            attributes.OfType<ObjectReferenceAttribute>().FirstOrDefault())
        {
            MayBeBound = !attributes.Any(item => item is IFromServiceMetadata) && AuthorizedParameter.ObjectOf(type) is null,
        };
    }

    /// <summary>What stands on a record's parameter stands on no property of it.</summary>
    private static object[] OfConstructor(PropertyInfo property) => property.DeclaringType!.GetConstructors()
        .SelectMany(constructor => constructor.GetParameters())
        .FirstOrDefault(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase))?.GetCustomAttributes(inherit: true) ?? [];

    /// <param name="Name">What the handler calls it.</param>
    /// <param name="BoundName">What the request calls it.</param>
    /// <param name="Place">Where it is said to be.</param>
    /// <param name="IsUnsaid">Whether nothing is said of where it is.</param>
    /// <param name="IsForm">Whether it comes from a form.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Reference">What it refers to.</param>
    internal sealed record Parameter(string Name, string BoundName, ObjectPlace Place, bool IsUnsaid, bool IsForm, Type Type, ObjectReferenceAttribute? Reference)
    {
        /// <summary>Whether it may come from the request: what is a service is not the client's wish.</summary>
        public bool MayBeBound { get; init; } = true;
    }
}
