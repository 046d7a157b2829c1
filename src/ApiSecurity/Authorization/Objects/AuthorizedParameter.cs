using System.Reflection;
using System.Runtime.CompilerServices;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>An <see cref="Authorized{T}"/> parameter of an endpoint, as endpoint metadata: what it loads, by which route parameter, for what.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Object">The type of the object.</param>
/// <param name="RouteParameter">The route parameter that holds the id; <see langword="null"/> if none can be told.</param>
/// <param name="Operation">The operation; zero for that of the HTTP method.</param>
internal sealed record AuthorizedParameter(string Name, Type Object, string? RouteParameter, Operation Operation)
{
    /// <summary>Of all applications in the process, none of which it keeps.</summary>
    private static readonly ConditionalWeakTable<Endpoint, AuthorizedParameter[]> Endpoints = [];

    public static void Add(ParameterInfo parameter, Type type, EndpointBuilder builder)
    {
        var access = parameter.GetCustomAttribute<ObjectAccessAttribute>();
        var route = (builder as RouteEndpointBuilder)?.RoutePattern.Parameters.Select(part => part.Name).ToArray() ?? [];
        var name = parameter.Name ?? string.Empty;
        if (!builder.Metadata.OfType<AuthorizedParameter>().Any())
        {
            // Before the handler and before the application's own filters: nobody sees an object that was refused.
            builder.FilterFactories.Insert(0, static (_, next) => invocation => RefuseAsync(invocation, next));
        }

        builder.Metadata.Add(new AuthorizedParameter(name, type, FindRoute(access?.RouteParameter, name, type, route), access?.Operation ?? default));
    }

    /// <summary>All of an endpoint: those that were told while it was built, and those of a controller's action, whose route is known only afterwards.</summary>
    public static IReadOnlyList<AuthorizedParameter> Of(Endpoint endpoint) => Endpoints.GetValue(endpoint, Read);

    /// <returns>The type of the object, if the type is <see cref="Authorized{T}"/> of one.</returns>
    public static Type? ObjectOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Authorized<>) ? type.GetGenericArguments()[0] : null;

    /// <exception cref="InvalidOperationException">The endpoint knows nothing of the parameter, so nothing would hold a refused one back.</exception>
    public static AuthorizedParameter Find(Endpoint? endpoint, Type type, string? name)
    {
        foreach (var known in endpoint is null ? [] : Of(endpoint))
        {
            if (known.Object == type && known.Name == name && known.RouteParameter is not null)
            {
                return known;
            }
        }

        throw new InvalidOperationException($"The Authorized<{type.Name}> parameter {name} belongs to no endpoint that was made by MapGet, MapPost, … or MapControllers.");
    }

    /// <summary>Routing does not look at a method's case, so a <c>delete</c> is a DELETE here too.</summary>
    public Operation OperationOf(HttpRequest request)
    {
        var method = request.Method;
        return Operation != default ? Operation
            : HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsQuery(method) ? Operation.Read
            : HttpMethods.IsDelete(method) ? Operation.Delete
            : Operation.Update;
    }

    private static AuthorizedParameter[] Read(Endpoint endpoint)
    {
        var route = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(part => part.Name).ToArray() ?? [];
        return
        [
            .. endpoint.Metadata.GetOrderedMetadata<AuthorizedParameter>(),
            .. from parameter in endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.Parameters.OfType<ControllerParameterDescriptor>() ?? []
               let type = ObjectOf(parameter.ParameterType)
               where type is not null
               let access = parameter.ParameterInfo.GetCustomAttribute<ObjectAccessAttribute>()
               select new AuthorizedParameter(parameter.Name, type, FindRoute(access?.RouteParameter, parameter.Name, type, route), access?.Operation ?? default),
        ];
    }

    private static string? FindRoute(string? said, string name, Type type, string[] route)
    {
        if (said is not null)
        {
            return Match(said);
        }

        return Match(name + "Id") ?? Match(name) ?? Match(type.Name + "Id") ?? Match(type.Name) ?? Match("id") ?? (route.Length == 1 ? route[0] : null);

        string? Match(string wanted) => route.FirstOrDefault(part => string.Equals(part, wanted, StringComparison.OrdinalIgnoreCase));
    }

    private static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (context.Features.Get<RefusedObject>() is not { } refused)
        {
            return await next(invocation).ConfigureAwait(false);
        }

        context.Features.Set<RefusedObject>(null);
        await context.RequestServices.GetRequiredService<Refusals>().RefuseAsync(context, refused.Refusal).ConfigureAwait(false);
        return Results.Empty;
    }
}
