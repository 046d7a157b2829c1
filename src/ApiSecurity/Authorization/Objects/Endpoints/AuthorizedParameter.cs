using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>An <see cref="Authorized{T}"/> parameter of an endpoint, as endpoint metadata.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Object">The type of the object.</param>
/// <param name="Access">What is said of it.</param>
/// <param name="IsOptional">Whether there may be none: <c>Authorized&lt;T&gt;?</c>.</param>
internal sealed record AuthorizedParameter(string Name, Type Object, ObjectAccessAttribute? Access, bool IsOptional)
{
    public static void Add(ParameterInfo parameter, Type type, EndpointBuilder builder)
    {
        if (!builder.Metadata.OfType<AuthorizedParameter>().Any())
        {
            // Before the handler and before the application's own filters: nobody sees an object that was refused.
            builder.FilterFactories.Insert(0, static (_, next) => invocation => RefuseAsync(invocation, next));
        }

        builder.Metadata.Add(Of(parameter, type));
    }

    /// <summary>All of an endpoint: those that were told while it was built, or those of a controller's action.</summary>
    public static IEnumerable<AuthorizedParameter> Of(Endpoint endpoint) =>
    [
        .. endpoint.Metadata.GetOrderedMetadata<AuthorizedParameter>(),
        .. from parameter in endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.Parameters.OfType<ControllerParameterDescriptor>() ?? []
           let type = ObjectOf(parameter.ParameterType)
           where type is not null
           select Of(parameter.ParameterInfo, type),
    ];

    /// <returns>The type of the object, if the type is <see cref="Authorized{T}"/> of one.</returns>
    public static Type? ObjectOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Authorized<>) ? type.GetGenericArguments()[0] : null;

    private static AuthorizedParameter Of(ParameterInfo parameter, Type type) => new(
        parameter.Name ?? string.Empty,
        type,
        parameter.GetCustomAttribute<ObjectAccessAttribute>(),
        new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable);

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
